// What returns are judged by: the order, what of it arrived and when, what the catalog says of the goods, and what is in returns already.
#include "modules/returns/ground.h"

#include <algorithm>

#include "core/check.h"
#include "modules/search/api.h"

namespace vitrine::returns {
namespace {

std::vector<rules::Lot> lots_of(const std::vector<fulfilment::ShopperParcel>& parcels) {
    std::vector<rules::Lot> out;
    for (const auto& parcel : parcels) {
        if (parcel.state != fulfilment::State::delivered) continue;
        for (const auto& item : parcel.items) out.push_back({item.sku, item.quantity, parcel.since});
    }
    return out;
}

std::vector<rules::Goods> goods_of(const App& app, StoreId store, const orders::OrderView& order) {
    std::vector<rules::Goods> out;
    auto snapshot = app.snapshots ? app.snapshots->of(store) : nullptr;
    if (!snapshot) return out;
    for (const auto& line : order.lines)
        if (auto facts = snapshot->variant(line.variant)) out.push_back({line.position, facts->category_path.empty() ? std::vector{facts->category_slug} : facts->category_path});
    return out;
}

/// Units of a line that are in returns, or whose money went back without one. Cancelled ones have their money back and were never sent.
std::vector<rules::Taken> taken_of(const orders::OrderWithUnits& known, const std::vector<sql::TakenRow>& returned) {
    std::vector<rules::Taken> out;
    for (const auto& line : known.order.lines) {
        auto back = std::ranges::find(known.given, line.position, &orders::GivenUnits::position);
        auto refunded = back == known.given.end() ? 0 : back->quantity;
        auto row = std::ranges::find(returned, line.position, &sql::TakenRow::position);
        auto given = row == returned.end() ? 0 : row->given;
        auto elsewhere = std::max<std::int64_t>(refunded - given - line.cancelled.value_or(0), 0);
        auto in_returns = row == returned.end() ? 0 : row->quantity;
        if (in_returns + elsewhere > 0) out.push_back({line.position, in_returns + elsewhere});
    }
    return out;
}

}  // namespace

Task<Result<Ground>> survey(App& app, Ctx ctx, OrderId id, std::string token) {
    auto order = co_await orders::view(app, ctx, id, std::move(token));
    if (!order) co_return refuse(std::move(order.error()));
    Ground out{std::move(*order), {}, {}, {}};
    for (const auto& entry : co_await orders::timeline(app, ctx, id))
        if (entry.state == orders::State::delivered) out.delivered_at = entry.at;
    out.lots = lots_of(co_await fulfilment::parcels_for_shopper(app, ctx, id));
    out.goods = goods_of(app, ctx.store, out.order);
    co_return out;
}

Task<Judged> judge(pg::Tx& tx, const Ground& ground) {
    auto known = co_await orders::view_with_units(tx, ground.order.id);
    check(known.has_value(), "orders are never deleted");
    auto stored = co_await load_policy(tx);
    auto returned = co_await tx.ask(sql::taken(ground.order.id));
    rules::Seen seen{.order = known->order, .lots = ground.lots, .delivered_at = ground.delivered_at, .goods = ground.goods, .taken = taken_of(*known, returned), .now = tx.ctx().now};
    auto lines = rules::returnable(stored.policy, seen);
    co_return Judged{std::move(stored), std::move(lines)};
}

Task<Judged> judge_locked(pg::Tx& tx, const Ground& ground) {
    co_await orders::lock(tx, ground.order.id);
    co_return co_await judge(tx, ground);
}

}  // namespace vitrine::returns
