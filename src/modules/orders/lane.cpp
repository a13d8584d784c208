#include "modules/orders/lane.h"

#include "io/telemetry/log.h"

namespace vitrine::orders {
namespace {

bool is_late(const Request& request) { return request.ctx.deadline != Instant{} && request.ctx.deadline <= clock_now(); }

std::exception_ptr too_late() { return std::make_exception_ptr(pg::DeadlinePassed("the deadline passed before the order's turn came")); }

std::unexpected<Refusal> refuse_full() {
    auto full = refuse(refusals::overloaded, "many orders are waiting");
    full.error().retry_after_s = 1;
    return full;
}

}  // namespace

Lane::Lane() : Lane(Limits{}) {}
Lane::Lane(Limits limits)
    : limits_(limits),
      transactions_(metrics::counter("vitrine_order_transactions_total", "Transactions that were to place orders")),
      orders_(metrics::counter("vitrine_order_requests_total", "Requests to place an order that had their turn in a transaction")),
      halved_(metrics::counter("vitrine_order_batches_halved_total", "Transactions of several orders that failed and were tried again in halves")) {}

Task<Result<Saved>> Lane::place(App& app, Request request) {
    auto& queue = queues_[request.ctx.store];
    if (queue.waiting.size() >= limits_.waiting) co_return refuse_full();
    auto entry = std::make_shared<Waiting>();
    entry->request = std::make_shared<const Request>(std::move(request));
    queue.waiting.push_back(entry);
    auto join = [&](std::function<void(Ended)> done) {
        entry->done = std::move(done);
        if (std::exchange(queue.is_busy, true)) return;
        app.loop.spawn(work(shared_from_this(), app, queue));
    };
    auto ended = co_await suspend<Ended>(join);
    if (auto* failure = std::get_if<std::exception_ptr>(&ended)) std::rethrow_exception(*failure);
    co_return std::move(std::get<Result<Saved>>(ended));
}

/// Serves batches until nobody waits. The next batch is on its way to the database before the buyers of the last one get their answers.
Task<void> Lane::work(std::shared_ptr<Lane> lane, App& app, Queue& queue) {
    while (!queue.waiting.empty()) {
        auto batch = lane->next_batch(queue);
        co_await lane->serve(app, batch);
        for (auto& entry : batch) app.loop.post([entry] { entry->done(std::move(entry->ended)); });
    }
    queue.is_busy = false;
}

std::vector<std::shared_ptr<Lane::Waiting>> Lane::next_batch(Queue& queue) const {
    std::vector<std::shared_ptr<Waiting>> batch;
    while (!queue.waiting.empty() && batch.size() < limits_.orders) {
        batch.push_back(std::move(queue.waiting.front()));
        queue.waiting.pop_front();
    }
    return batch;
}

/// One transaction for all. When it fails for a reason that may lie in one of them, each half gets its own, so that one bad order among n costs the
/// others about 2 log n transactions and nothing else.
Task<void> Lane::serve(App& app, Batch batch) {
    std::vector<std::shared_ptr<const Request>> requests;
    std::vector<Waiting*> served;
    for (const auto& entry : batch) {
        if (is_late(*entry->request)) {
            entry->ended = too_late();
            continue;
        }
        requests.push_back(entry->request);
        served.push_back(entry.get());
    }
    if (requests.empty()) co_return;
    transactions_.add();
    orders_.add(double(requests.size()));

    std::exception_ptr failure;
    bool may_lie_in_one = requests.size() > 1;
    try {
        auto ended = co_await place_together(app, requests, limits_.plenty);
        for (size_t i = 0; i < served.size(); ++i) served[i]->ended = std::move(ended[i]);
        co_return;
    } catch (const pg::Unavailable&) {  // the database is away, or it is not known whether it committed: the same for all
        failure = std::current_exception();
        may_lie_in_one = false;
    } catch (const std::exception& fault) {
        failure = std::current_exception();
        if (may_lie_in_one) log::warn("orders.batch_failed", {{"orders", std::to_string(requests.size())}, {"error", fault.what()}});
    } catch (...) {
        failure = std::current_exception();
    }
    if (!may_lie_in_one) {
        for (auto* entry : served) entry->ended = failure;
        co_return;
    }
    halved_.add();
    auto half = batch.size() / 2;
    co_await serve(app, batch.first(half));
    co_await serve(app, batch.subspan(half));
}

}  // namespace vitrine::orders
