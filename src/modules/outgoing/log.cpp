// The deliveries as staff see them, and sending them again.
#include "core/check.h"
#include "modules/outgoing/rules.h"
#include "modules/outgoing/sql.h"

namespace vitrine::outgoing {
namespace {

constexpr int usual_page = 50, most_parked = 10'000;

DeliveryView view_of(const DeliveryRow& row) {
    return {row.id, row.endpoint, row.event, row.event_name, row.aggregate, row.sequence, row.state, row.attempts, row.replay_of, row.created_at, row.ended_at, {}, {}};
}

DeliveryId beyond_all() {
    DeliveryId id;
    id.value.bytes.fill(0xFF);
    return id;
}

/// The parked job of a delivery that failed, or whose last attempt was never written down.
Task<std::optional<jobs::JobId>> parked_job_of(App& app, Ctx ctx, DeliveryId id) {
    auto all = co_await jobs::parked(app.db, ctx, most_parked);
    for (const auto& job : all) {
        auto payload = job.kind == deliver_kind ? read_json<DeliverEvent>(job.payload.text) : Result<DeliverEvent>(refuse(delivery_not_found));
        if (payload && payload->delivery == id) co_return job.id;
    }
    co_return std::nullopt;
}

Task<Result<DeliveryView>> send_anew(App& app, Ctx ctx, const DeliveryRow& old) {
    auto id = DeliveryId::next(ctx.now);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::add_replay(id, old.id, ctx.now));
        deliver_later(tx, id, old.endpoint, old.aggregate);
        co_return true;
    };
    auto made = co_await app.db.transaction(ctx, body);
    if (!made) co_return refuse(std::move(made.error()));
    co_return co_await find_delivery(app, ctx, id);
}

}  // namespace

Task<DeliveryPage> list_deliveries(App& app, Ctx ctx, DeliveryFilter filter) {
    int limit = filter.limit ? int(filter.limit->value) : usual_page;
    auto rows = co_await app.db.read(ctx, sql::list_deliveries(filter.endpoint, filter.state, filter.aggregate, filter.cursor.value_or(beyond_all()), limit + 1));
    DeliveryPage page;
    for (const auto& row : rows) page.items.push_back(view_of(row));
    if (int(page.items.size()) > limit) {
        page.items.pop_back();
        page.next_cursor = page.items.back().id;
    }
    co_return page;
}

Task<Result<DeliveryView>> find_delivery(App& app, Ctx ctx, DeliveryId id) {
    auto row = co_await app.db.read(ctx, sql::find_delivery(id));
    if (!row) co_return refuse(delivery_not_found);
    auto view = view_of(*row);
    view.body = RawJson{row->body};
    view.log = co_await app.db.read(ctx, sql::list_attempts(id));
    co_return view;
}

Task<Result<DeliveryView>> replay(App& app, Ctx ctx, DeliveryId id) {
    auto row = co_await app.db.read(ctx, sql::find_delivery(id));
    if (!row) co_return refuse(delivery_not_found);
    bool has_ended_well = row->state != DeliveryState::pending && row->state != DeliveryState::failed;
    auto parked = has_ended_well ? std::nullopt : co_await parked_job_of(app, ctx, id);
    if (!parked && row->state == DeliveryState::pending) co_return refuse(still_on_its_way);
    if (!parked) co_return co_await send_anew(app, ctx, *row);  // of one that failed: somebody has discarded its job
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::reopen_delivery(id));
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
    auto back = co_await jobs::rerun(app.db, ctx, *parked);
    if (!back) co_return refuse(std::move(back.error()));
    co_return co_await find_delivery(app, ctx, id);
}

Task<Result<DeliveryView>> send_test(App& app, Ctx ctx, EndpointId id) {
    auto store = app.stores->known(ctx.store);
    jobs::LogEntry entry{jobs::EventId::next(ctx.now), "webhooks.test", id.text(), 1, ctx.now, {"{\"text\":\"It works.\"}"}};
    auto delivery = DeliveryId::next(ctx.now);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto endpoint = co_await tx.ask(sql::find_endpoint(id));
        if (!endpoint) co_return refuse(endpoint_not_found);
        tx.send(sql::add_deliveries({delivery}, {id}, entry.id, entry.name, entry.aggregate, entry.sequence, body_of(entry, store->slug), ctx.now));
        deliver_later(tx, delivery, id, entry.aggregate);
        co_return true;
    };
    auto made = co_await app.db.transaction(ctx, body);
    if (!made) co_return refuse(std::move(made.error()));
    co_return co_await find_delivery(app, ctx, delivery);
}

}  // namespace vitrine::outgoing
