// Goods in exchange, priced from memory: no cart is written for a question.
#include <algorithm>

#include "modules/orders/as_cart.h"
#include "modules/orders/returned/api.h"
#include "modules/orders/rules.h"
#include "modules/stores/api.h"

namespace vitrine::orders {
namespace {

Result<quotes::Prepared> prepare_cheapest(const quotes::Memory& memory, quotes::Wanted wanted, Instant now) {
    auto prepared = quotes::prepare(memory, wanted, now);
    if (!prepared) return prepared;
    if (!prepared->missing.empty()) return refuse(carts::variant_unknown);
    auto cheapest = std::ranges::min_element(prepared->options, [](const auto& a, const auto& b) { return a.price.minor < b.price.minor; });
    if (cheapest == prepared->options.end()) return refuse(shipping::not_served);
    wanted.shipping_option = cheapest->id;
    return quotes::prepare(memory, wanted, now);
}

/// The way the order was paid, where it is offered; an order that cards and credit had paid wholly names one that nobody chose.
std::optional<std::string> way_to_pay(const App& app, const stores::Store& store, const OrderView& order, const Money& missing) {
    auto offered = payments::methods(app.config, store, missing, order.shipping_address.country.str());
    auto is_ready = [](const payments::Method& method) { return !method.unavailable_reason && payments::read_answers(method.questions, {}).has_value(); };
    auto own = std::ranges::find(offered, order.payment_method, &payments::Method::code);
    if (own != offered.end() && is_ready(*own)) return own->code;
    auto first = std::ranges::find_if(offered, is_ready);
    return first == offered.end() ? std::nullopt : std::optional(first->code);
}

}  // namespace

Task<Result<PricedInstead>> price_instead(App& app, Ctx ctx, const OrderView& order, std::vector<stock::Want> goods, bool gives_delivery, Money paid) {
    auto wanted = carts::wanted(as_cart(order, order.shipping_address, goods));
    if (quotes::asks_couriers(app, ctx.store)) co_await quotes::learn_courier_prices(app, ctx, wanted);
    auto memory = quotes::memory_of(app, ctx.store);
    auto prepared = prepare_cheapest(memory, std::move(wanted), ctx.now);
    if (!prepared) co_return refuse(std::move(prepared.error()));
    if (gives_delivery) rules::give_delivery(prepared->input);
    PricedInstead out{quotes::quote(prepared->input).total, prepared->chosen->id, order.payment_method};
    if (out.total <= paid) co_return out;
    auto way = way_to_pay(app, *memory.store, order, out.total - paid);
    if (!way) co_return refuse(payments::method_unavailable, "no way of paying is offered for " + format_for_people(out.total - paid));
    rules::add_fee(prepared->input, payments::fee_of(app.config, *memory.store, *way));
    out.total = quotes::quote(prepared->input).total;
    out.payment_method = *way;
    co_return out;
}

}  // namespace vitrine::orders
