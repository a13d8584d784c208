#include "modules/fulfilment/steps.h"

#include <algorithm>

#include "modules/fulfilment/rules.h"

namespace vitrine::fulfilment {

void at_once(pg::Tx& tx, std::string_view job, ParcelId parcel) { jobs::later(tx, std::string(job), parcel.text(), tx.ctx().now, OneParcel{parcel}); }

void come_again(pg::Tx& tx, std::string_view job, ParcelId parcel, Instant due) {
    jobs::later_all(tx, {{std::string(job), parcel.text(), due, to_json(OneParcel{parcel}), true}});
}

void move_order_now(pg::Tx& tx, orders::OrderId order) { jobs::later(tx, std::string(move_job), order.text(), tx.ctx().now, OneOrder{order}); }

void move_parcel(pg::Tx& tx, ParcelRow& parcel, State to, Instant since) {
    auto from = parcel.state;
    tx.send(sql::move(parcel.id, from, to, since, tx.ctx().now));
    parcel.state = to;
    parcel.since = since;
    ParcelMoved news{parcel.id, parcel.order_id, parcel.order_number, parcel.is_return, from, to, parcel.service, parcel.awb, parcel.tracking_url, parcel.expected_at};
    jobs::publish(tx, parcel.id.text(), news);
    if (auto happening = rules::told(parcel, from, to)) orders::tell(tx, parcel.order_id, *happening);
}

void note_step(pg::Tx& tx, const ParcelRow& parcel, std::string code, std::string words, std::optional<State> moved) {
    auto key = uuid_text(new_uuid(tx.ctx().now));
    tx.send(sql::note_step(parcel.id, key, code, words, moved ? std::optional(std::string(shape_name(*moved))) : std::nullopt, tx.ctx().now));
}

Ctx as_staff(Ctx ctx) {
    ctx.role = Role::staff;
    return ctx;
}

Task<std::optional<Handling>> handling_of(App& app, Ctx ctx, ParcelId id) {
    auto row = co_await app.db.read(ctx, sql::parcel(id));
    if (!row) co_return std::nullopt;
    Handling out{.parcel = std::move(*row)};
    out.tables = co_await shipping::load_tables(app.db, ctx);
    out.courier = shipping::find_courier(out.parcel.courier);
    if (out.courier) {
        out.account = shipping::account_of(app, ctx.store, *out.tables, *out.courier);
        if (const auto* missing = out.account->values.missing()) out.missing = std::string(missing->name);
    }
    co_return out;
}

std::unexpected<Refusal> refuse_fault(const shipping::CourierFault& fault) {
    using enum shipping::CourierFault::Kind;
    if (fault.kind == impossible) return refuse(courier_cannot);
    if (fault.kind == unknown) return refuse(courier_unreachable, fault.words);
    return refuse(courier_refused, fault.words);
}

namespace {

ParcelEvent event_of(const sql::EventRow& row) {
    ParcelEvent out{.at = row.at, .source = row.source, .code = row.code, .words = row.words, .place = row.place, .actor = row.actor};
    shipping::Standing standing;
    if (row.standing && boost::describe::enum_from_string(row.standing->c_str(), standing)) out.standing = standing;
    State state;
    if (row.state && boost::describe::enum_from_string(row.state->c_str(), state)) out.state = state;
    return out;
}

}  // namespace

Task<Result<ParcelView>> show(App& app, Ctx ctx, ParcelId id) {
    auto row = co_await app.db.read(ctx, sql::parcel(id));
    if (!row) co_return refuse(parcel_not_found);
    auto view = view_of(*row);
    view.events.emplace();
    for (const auto& event : co_await app.db.read(ctx, sql::events_of({id}))) view.events->push_back(event_of(event));
    co_return view;
}

Task<std::vector<ShopperParcel>> parcels_for_shopper(App& app, Ctx ctx, orders::OrderId order) {
    std::vector<ParcelId> ids;
    std::vector<ShopperParcel> out;
    auto rows = co_await app.db.read(ctx, sql::parcels_of_order(order));
    std::erase_if(rows, [](const ParcelRow& row) { return row.state == State::cancelled || row.is_return; });
    if (rows.empty()) co_return out;
    for (const auto& row : rows) {
        ids.push_back(row.id);
        auto view = view_of(row);
        out.push_back({row.state, row.since, row.service, row.awb, row.tracking_url, row.expected_at, std::move(view.items), {}});
        for (auto& item : out.back().items) item.hsn.clear();
    }
    for (const auto& event : co_await app.db.read(ctx, sql::events_of(ids))) {
        if (event.source != "courier") continue;
        auto at = std::ranges::find(ids, event.parcel);
        auto shown = event_of(event);
        shown.actor.clear();
        out[size_t(at - ids.begin())].events.push_back(std::move(shown));
    }
    co_return out;
}

}  // namespace vitrine::fulfilment
