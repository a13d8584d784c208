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

/// A cart as the customer would have filled it; of several ways of delivery the cheapest.
Task<Result<Ready>> fill_cart(App& app, Ctx ctx, const orders::OrderView& order, const Loaded& loaded) {
    auto made = co_await carts::create(app, ctx, {});
    if (!made) co_return refuse(std::move(made.error()));
    Ready cart{made->id, {*made->token}};
    auto priced = co_await carts::choose_currency(app, ctx, cart.id, cart.access, order.total.currency, {});
    if (!priced) co_return refuse(std::move(priced.error()));
    for (std::size_t n = 0; n < loaded.lines.size(); ++n) {
        const auto& line = loaded.lines[n];
        auto units = line.sellable.value_or(0) + line.damaged.value_or(0);   // for what was not accepted nothing is given
        if (!line.exchange_for || units == 0) continue;
        auto added = co_await carts::add_line(app, ctx, cart.id, cart.access, {*line.exchange_for, {units}, {}});
        if (!added) co_return refuse(std::move(added.error()));
    }
    auto email = Email::parse(order.email);
    if (!email) throw std::runtime_error("an order has an e-mail address");
    auto addressed = co_await carts::set_addresses(app, ctx, cart.id, cart.access, {*email, order.shipping_address, order.billing_address, {}});
    if (!addressed) co_return refuse(std::move(addressed.error()));
    const auto& options = addressed->shipping_options;
    auto cheapest = std::ranges::min_element(options, [](const auto& a, const auto& b) { return a.price.minor < b.price.minor; });
    if (cheapest == options.end()) co_return cart;   // placing says that it is not served
    auto chosen = co_await carts::choose_shipping(app, ctx, cart.id, cart.access, cheapest->id, {});
    if (!chosen) co_return refuse(std::move(chosen.error()));
    co_return cart;
}

/// The way of paying costs nothing where nothing is left to be paid that way.
Task<Result<quotes::Quote>> quote_of(App& app, Ctx ctx, const Ready& cart, const orders::OrderView& order, const Money& paid) {
    auto free = co_await orders::quote(app, ctx, cart.id, cart.access);
    if (!free || free->total <= paid) co_return free;
    co_return co_await orders::quote(app, ctx, cart.id, cart.access, order.payment_method);
}

std::string key_of(ReturnId id) { return "exchange:" + id.text(); }

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

Task<Result<OrderId>> place(App& app, Ctx ctx, const orders::OrderView& order, const Loaded& loaded, const Plan& plan) {
    auto cart = co_await fill_cart(app, ctx, order, loaded);
    if (!cart) co_return refuse(std::move(cart.error()));
    auto entered = co_await enter_credit(app, ctx, *cart, order, plan.credit + plan.gift);
    if (!entered) co_return refuse(std::move(entered.error()));
    auto quoted = co_await quote_of(app, ctx, *cart, order, plan.credit + plan.gift);
    if (!quoted) co_return refuse(std::move(quoted.error()));
    orders::PlaceOrder wish{.cart = cart->id, .version = {}, .payment_method = order.payment_method, .expected_total = quoted->total, .email = {}};
    auto placed = co_await orders::place(app, ctx, cart->access, key_of(loaded.row.id), std::move(wish));
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

Task<Result<Priced>> price_exchange(App& app, Ctx ctx, const orders::OrderView& order, const Loaded& loaded, const Money& worth) {
    auto cart = co_await fill_cart(app, ctx, order, loaded);
    if (!cart) co_return refuse(std::move(cart.error()));
    auto quoted = co_await quote_of(app, ctx, *cart, order, worth);
    if (!quoted) co_return refuse(std::move(quoted.error()));
    co_return Priced{quoted->total, quoted->shipping_taxed.gross};
}

Task<Result<OrderId>> order_exchange(App& app, Ctx ctx, const orders::OrderView& order, const Loaded& loaded, const Plan& plan) {
    if (auto earlier = co_await orders::placed_with(app, ctx, key_of(loaded.row.id))) co_return *earlier;
    auto placed = co_await place(app, ctx, order, loaded, plan);
    bool is_short = !placed && placed.error().code == stock::short_of.code;
    if (!is_short) co_return placed;
    co_await free_now(app, ctx, loaded.row.id);   // the last pieces are those that were kept for it
    co_return co_await place(app, ctx, order, loaded, plan);
}

}  // namespace vitrine::returns
