#include "modules/payments/inbox.h"

#include <set>

#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "modules/payments/sql.h"

namespace vitrine::payments {
namespace {

metrics::Counter transactions() { return metrics::counter("vitrine_payments_inbox_transactions_total", "Transactions that wrote messages of payment gateways"); }

std::unexpected<Refusal> refuse_full() {
    auto full = refuse(refusals::overloaded, "many messages are waiting");
    full.error().retry_after_s = 1;
    return full;
}

/// The messages as columns. One event comes once in a statement, however often it arrived.
struct Columns {
    std::vector<std::string> gateway, event, kind, state;
    std::vector<std::optional<std::string>> reference, claimed_payment, claimed_refund, dispute, warning, currency, note;
    std::vector<std::optional<std::int64_t>> amount;
    std::vector<RawJson> headers;
    std::vector<pg::Bytes> body;
};

void add(Columns& to, const Arrival& arrival) {
    const auto& event = arrival.event;
    to.gateway.push_back(arrival.gateway);
    to.event.push_back(event.id);
    to.kind.push_back(event.kind);
    to.reference.push_back(event.reference);
    to.claimed_payment.push_back(event.claimed_payment);
    to.claimed_refund.push_back(event.claimed_refund);
    to.dispute.push_back(event.dispute);
    to.warning.push_back(event.warning);
    to.amount.push_back(event.amount ? std::optional(event.amount->minor) : std::nullopt);
    to.currency.push_back(event.amount ? std::optional(std::string(event.amount->currency.code())) : std::nullopt);
    to.headers.push_back(arrival.headers);
    to.body.push_back({arrival.body});
    to.state.push_back(arrival.state());
    to.note.push_back(event.oddity.empty() ? std::nullopt : std::optional(event.oddity));
}

using Key = std::pair<std::string, std::string>;  ///< gateway, event

/// Writes what is not known yet and the jobs for what is of interest, subjects in order so that two who write together do not wait in a circle.
Task<std::set<Key>> write_rows(pg::Tx& tx, const std::map<Key, const Arrival*>& arrivals) {
    Columns columns;
    for (const auto& [key, arrival] : arrivals) add(columns, *arrival);
    auto added = co_await tx.ask(sql::receive_webhooks(columns.gateway, columns.event, columns.kind, columns.reference, columns.claimed_payment, columns.claimed_refund, columns.dispute,
                                                       columns.warning, columns.amount, columns.currency, columns.headers, columns.body, columns.state, columns.note, tx.ctx().now));
    std::set<Key> is_new;
    std::map<std::string, jobs::Timer> timers;
    for (auto& row : added) {
        const auto& arrival = *arrivals.at({row.gateway, row.event});
        if (arrival.state() == "received")
            timers.try_emplace(arrival.subject(), std::string(webhook_job), arrival.subject(), tx.ctx().now, to_json(WorkWebhook{row.gateway, row.event}), true);
        is_new.emplace(std::move(row.gateway), std::move(row.event));
    }
    std::vector<jobs::Timer> wanted;
    for (auto& [subject, timer] : timers) wanted.push_back(std::move(timer));
    if (!wanted.empty()) jobs::later_all(tx, std::move(wanted));
    co_return is_new;
}

}  // namespace

std::string Arrival::state() const {
    if (!event.oddity.empty()) return "quarantined";
    return event.is_wanted ? "received" : "ignored";
}

std::string Arrival::subject() const {
    for (const auto& about : {event.dispute, event.warning, event.reference})
        if (about) return gateway + ":" + *about;
    return gateway + ":" + event.id;
}

Task<Result<bool>> Inbox::keep(App& app, Arrival arrival) {
    auto& queue = queues_[arrival.ctx.store];
    if (queue.waiting.size() >= most_waiting) co_return refuse_full();
    auto entry = std::make_shared<Waiting>();
    entry->arrival = std::make_shared<const Arrival>(std::move(arrival));
    queue.waiting.push_back(entry);
    auto join = [&](std::function<void(bool)> done) {
        entry->done = [done = std::move(done)] { done(true); };
        if (std::exchange(queue.is_busy, true)) return;
        app.loop.spawn(work(shared_from_this(), app, queue));
    };
    co_await suspend<bool>(join);
    if (entry->failure) std::rethrow_exception(entry->failure);
    co_return entry->is_new;
}

/// Writes batches until nobody waits.
Task<void> Inbox::work(std::shared_ptr<Inbox>, App& app, Queue& queue) {
    while (!queue.waiting.empty()) {
        Batch batch;
        while (!queue.waiting.empty() && batch.size() < most_together) {
            batch.push_back(std::move(queue.waiting.front()));
            queue.waiting.pop_front();
        }
        co_await write(app, batch);
        for (auto& entry : batch) app.loop.post([entry] { entry->done(); });
    }
    queue.is_busy = false;
}

/// One transaction for all. When it fails and the fault may lie in one of them, each has one of its own. The first of a batch lends its context; a message is judged
/// by the clock when it is read, so that nothing here depends on whose it is.
Task<void> Inbox::write(App& app, Batch batch) {
    std::map<Key, const Arrival*> arrivals;
    for (const auto& entry : batch) arrivals.emplace(Key{entry->arrival->gateway, entry->arrival->event.id}, entry->arrival.get());
    std::set<Key> is_new;
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<bool>> {
        is_new = co_await write_rows(tx, arrivals);
        co_return true;
    };
    std::exception_ptr failure;
    bool may_lie_in_one = batch.size() > 1;
    try {
        transactions().add();
        auto written = co_await app.db.transaction(batch.front()->arrival->ctx, in_transaction);
        if (!written) throw std::runtime_error("the inbox was refused: " + written.error().code);
    } catch (const pg::Unavailable&) {
        failure = std::current_exception();
        may_lie_in_one = false;
    } catch (const std::exception& fault) {
        failure = std::current_exception();
        if (may_lie_in_one) log::warn("payments.inbox_batch_failed", {{"messages", std::to_string(batch.size())}, {"error", fault.what()}});
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure && may_lie_in_one) {
        for (auto& entry : batch) co_await write(app, {entry});
        co_return;
    }
    for (auto& entry : batch) {
        entry->failure = failure;
        entry->is_new = is_new.erase({entry->arrival->gateway, entry->arrival->event.id}) > 0;
    }
}

std::shared_ptr<Inbox> inbox_of(App& app) {
    thread_local std::map<const Loop*, std::shared_ptr<Inbox>> inboxes;  // a loop is served by one thread
    auto& inbox = inboxes[&app.loop];
    if (!inbox) inbox = std::make_shared<Inbox>();
    return inbox;
}

}  // namespace vitrine::payments
