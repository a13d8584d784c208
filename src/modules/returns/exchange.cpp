// Goods in exchange: an order of their own, placed by the door of every other order and paid by the credit that the goods before them were worth.
#include <algorithm>

#include "modules/carts/credit/api.h"
#include "modules/returns/settle.h"
#include "modules/stock/api.h"
#include "modules/tenders/credit/api.h"

namespace vitrine::returns {
namespace {

struct Ready {
    carts::CartId id;
    carts::Access access;
};

/// What was accepted is exchanged, once an article; for what was not nothing is given.
std::vector<stock::Want> goods_of(const Loaded& loaded) {
    std::vector<stock::Want> goods;
    for (const auto& line : loaded.lines) {
        auto units = line.sellable.value_or(0) + line.damaged.value_or(0);
        if (!line.exchange_for || units == 0) continue;
        auto same = std::ranges::find(goods, *line.exchange_for, &stock::Want::variant);
        if (same == goods.end()) goods.push_back({*line.exchange_for, units});
        else same->quantity += units;
    }
    return goods;
}

Task<Result<void>> fill(App& app, Ctx ctx, const Ready& cart, const orders::OrderView& order, const Loaded& loaded, const std::string& shipping_option) {
    auto priced = co_await carts::choose_currency(app, ctx, cart.id, cart.access, order.total.currency, {});
    if (!priced) co_return refuse(std::move(priced.error()));
    for (const auto& want : goods_of(loaded)) {
        auto added = co_await carts::add_line(app, ctx, cart.id, cart.access, {want.variant, {want.quantity}, {}});
        if (!added) co_return refuse(std::move(added.error()));
    }
    auto email = Email::parse(order.email);
    if (!email) throw std::runtime_error("an order has an e-mail address");
    auto addressed = co_await carts::set_addresses(app, ctx, cart.id, cart.access, {*email, order.shipping_address, order.billing_address, {}});
    if (!addressed) co_return refuse(std::move(addressed.error()));
    auto chosen = co_await carts::choose_shipping(app, ctx, cart.id, cart.access, shipping_option, {});
    if (!chosen) co_return refuse(std::move(chosen.error()));
    co_return Result<void>{};
}

/// The credit that pays, as far as it is there.
Task<Result<void>> enter_credit(App& app, Ctx ctx, const Ready& cart, const orders::OrderView& order, const Money& most) {
    if (most.is_zero()) co_return Result<void>{};
    auto body = [&](pg::Tx& tx) -> Task<Result<std::optional<tenders::AccountId>>> { co_return co_await tenders::credit_of(tx, order.email, order.total.currency); };
    auto account = co_await app.db.transaction(ctx, body, {.read_only = true});
    if (!account || !*account) throw std::runtime_error("credit was granted, and is nowhere");
    auto entered = co_await carts::enter_credit(app, ctx, cart.id, cart.access, **account, most);
    if (!entered) co_return refuse(std::move(entered.error()));
    co_return Result<void>{};
}

/// Through a cart as the customer would have filled it; of several ways of delivery the cheapest.
Task<Result<orders::Placed>> place_cart(App& app, Ctx ctx, const Ready& cart, const orders::OrderView& order, const Loaded& loaded, const Plan& plan) {
    bool gives_delivery = loaded.terms.pays_exchange_delivery;
    auto priced = co_await orders::price_instead(app, ctx, order, goods_of(loaded), gives_delivery, plan.credit);
    if (!priced) co_return refuse(std::move(priced.error()));
    auto filled = co_await fill(app, ctx, cart, order, loaded, priced->shipping_option);
    if (!filled) co_return refuse(std::move(filled.error()));
    auto entered = co_await enter_credit(app, ctx, cart, order, plan.credit);
    if (!entered) co_return refuse(std::move(entered.error()));
    orders::PlaceOrder wish{.cart = cart.id, .version = {}, .payment_method = priced->payment_method, .expected_total = priced->total, .email = {}};
    auto placed = co_await orders::place_instead(app, ctx, cart.access, exchange_key(loaded.row.id), std::move(wish), gives_delivery);
    if (!placed) co_return refuse(std::move(placed.error()));
    co_return std::move(*placed);
}

Task<Result<OrderId>> place(App& app, Ctx ctx, const orders::OrderView& order, const Loaded& loaded, const Plan& plan) {
    auto made = co_await carts::create(app, ctx, {});
    if (!made) co_return refuse(std::move(made.error()));
    Ready cart{made->id, {*made->token}};
    auto placed = co_await place_cart(app, ctx, cart, order, loaded, plan);
    if (!placed || placed->replayed) co_await carts::discard(app, ctx, cart.id, cart.access);   // the customer did not leave it
    if (!placed) co_return refuse(std::move(placed.error()));
    co_return placed->answer.order.id;
}

Task<void> free_now(App& app, Ctx ctx, ReturnId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        co_await free_goods(tx, app, id);
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
}

}  // namespace

std::string exchange_key(ReturnId id) { return "exchange:" + id.text(); }

Task<Result<Money>> price_exchange(App& app, Ctx ctx, const orders::OrderView& order, const Loaded& loaded, const Money& worth) {
    auto priced = co_await orders::price_instead(app, ctx, order, goods_of(loaded), loaded.terms.pays_exchange_delivery, worth);
    if (!priced) co_return refuse(std::move(priced.error()));
    co_return priced->total;
}

Task<Result<OrderId>> order_exchange(App& app, Ctx ctx, const orders::OrderView& order, const Loaded& loaded, const Plan& plan) {
    if (auto earlier = co_await orders::placed_with(app, ctx, exchange_key(loaded.row.id))) co_return *earlier;
    auto placed = co_await place(app, ctx, order, loaded, plan);
    bool is_short = !placed && placed.error().code == stock::short_of.code;
    if (!is_short) co_return placed;
    co_await free_now(app, ctx, loaded.row.id);   // the last pieces are those that were kept for it
    co_return co_await place(app, ctx, order, loaded, plan);
}

}  // namespace vitrine::returns
