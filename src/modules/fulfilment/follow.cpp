// Parcels follow their order, and the order its parcels. The payment is nobody's business here.
#include "io/telemetry/log.h"
#include "modules/fulfilment/cancel.h"
#include "modules/fulfilment/plan.h"
#include "modules/fulfilment/rules.h"

namespace vitrine::fulfilment {
namespace {

constexpr Duration order_patience = 15min;   // before the order is tried again that would not move

/// What waits in the house goes on, now that the order may go out (again).
Task<void> wake_parcels(App& app, Ctx ctx, orders::OrderId order) {
    auto parcels = co_await app.db.read(ctx, sql::parcels_of_order(order));
    for (const auto& parcel : parcels) {
        bool is_under_way = parcel.state == State::booking || parcel.state == State::booked || (parcel.state == State::planned && !parcel.attention);
        bool is_unclear = parcel.attention == booking_unclear;   // a person says whether it is booked again
        if (!is_under_way || is_unclear || parcel.courier.empty()) continue;
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            at_once(tx, advance_job, parcel.id);
            co_return true;
        };
        co_await app.db.transaction(ctx, body);
    }
}

Task<void> pack_all(App& app, Ctx ctx, orders::OrderId order) {
    auto tables = co_await shipping::load_tables(app.db, ctx);
    if (!tables->dispatch || !tables->dispatch->courier) co_return;   // people ship for this store
    auto existing = co_await app.db.read(ctx, sql::parcels_of_order(order));
    if (!existing.empty()) co_return co_await wake_parcels(app, ctx, order);   // what people have begun is theirs to end
    auto planned = co_await plan(app, ctx, {.order = order, .note = {}, .reason = {}, .is_booked_at_once = tables->dispatch->books_by_itself, .key = "order_paid"});
    bool is_odd = !planned && planned.error().code != nothing_left.code && planned.error().code != order_not_ready.code && planned.error().code != orders::edit_open.code;   // the edit's end comes back here
    if (is_odd) throw std::runtime_error("no parcel could be planned: " + planned.error().code);
}

Task<void> call_off_all(App& app, Ctx ctx, orders::OrderId order, std::string why) {
    for (const auto& parcel : co_await app.db.read(ctx, sql::parcels_of_order(order))) {
        if (parcel.is_return || !is_still_here(parcel.state)) continue;
        auto asked = co_await ask_to_cancel(app, ctx, parcel.id, why);
        if (!asked) log::warn("fulfilment.not_called_off", {{"parcel", parcel.id.text()}, {"code", asked.error().code}});
    }
}

bool is_all_in(const orders::OrderView& order, const std::vector<sql::PackedRow>& packed) {
    std::int64_t wanted = 0, there = 0;
    for (const auto& line : order.lines) wanted += rules::to_send(line);
    for (const auto& row : packed) there += row.quantity;
    return wanted == there;
}

/// The order's refusal, where it has to be tried again.
Task<std::optional<std::string>> move_as_far_as_it_goes(App& app, Ctx ctx, orders::OrderId id) {
    constexpr int longest_way = 5;
    for (int n = 0; n < longest_way; ++n) {
        auto order = co_await orders::view(app, ctx, id, {});
        if (!order) co_return std::nullopt;
        auto packed = co_await app.db.read(ctx, sql::packed(id, false));
        std::vector<State> states;
        for (const auto& parcel : co_await app.db.read(ctx, sql::parcels_of_order(id)))
            if (!parcel.is_return && parcel.state != State::cancelled) states.push_back(parcel.state);
        auto verb = rules::order_verb(order->state, is_all_in(*order, packed), states);
        if (verb.empty()) co_return std::nullopt;
        auto moved = co_await orders::move(app, ctx, id, std::string(verb), "parcels");
        if (!moved && moved.error().code == orders::illegal_move.code) co_return std::nullopt;   // somebody else moved it meanwhile, or it is held
        if (!moved) co_return moved.error().code;
    }
    co_return std::nullopt;
}

}  // namespace

Task<void> follow_order(App& app, const jobs::Attempt& attempt, const orders::OrderStateChanged& news) {
    if (rules::may_go_out(news.to)) co_await pack_all(app, attempt.ctx, news.order);
    bool is_given_up = news.to == orders::State::cancelled || news.to == orders::State::refunded;
    if (is_given_up) co_await call_off_all(app, attempt.ctx, news.order, "the order is " + std::string(shape_name(news.to)));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        if (!is_given_up) move_order_now(tx, news.order);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> follow_edit(App& app, const jobs::Attempt& attempt, const orders::EditEnded& news) {
    auto order = co_await orders::view(app, as_staff(attempt.ctx), news.order, {});
    if (order && rules::may_go_out(order->state)) co_await pack_all(app, attempt.ctx, news.order);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        move_order_now(tx, news.order);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> follow_refund(App& app, const jobs::Attempt& attempt, const orders::RefundGranted& news) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        move_order_now(tx, news.order);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> move_order(App& app, const jobs::Attempt& attempt, const OneOrder& what) {
    auto stuck = co_await move_as_far_as_it_goes(app, as_staff(attempt.ctx), what.order);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        if (stuck) {   // money that has to be captured first, or a gateway that is away: the parcel goes its way, the order comes after
            log::warn("fulfilment.order_not_moved", {{"order", what.order.text()}, {"code", *stuck}});
            jobs::later_all(tx, {{std::string(move_job), what.order.text(), tx.ctx().now + order_patience, to_json(what), true}});
        }
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

}  // namespace vitrine::fulfilment
