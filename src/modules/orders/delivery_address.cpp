#include "modules/orders/delivery_address.h"

#include <algorithm>

#include "modules/orders/as_cart.h"
#include "modules/orders/edited/api.h"
#include "modules/orders/list.h"
#include "modules/orders/paid_edit.h"
#include "modules/orders/rules.h"
#include "modules/orders/seals.h"
#include "modules/orders/sql.h"
#include "modules/orders/view.h"

namespace vitrine::orders {
namespace {

bool is_in_the_house(State state) {
    switch (state) {
        case State::pending_payment:
        case State::paid:
        case State::processing:
        case State::packed:
        case State::on_hold: return true;
        case State::shipped:
        case State::delivered:
        case State::completed:
        case State::cancelled:
        case State::refunded: return false;
    }
    return false;
}

taxes::Place place_of(const carts::Address& address, const taxes::TaxTables& tables) {
    taxes::Place place{address.country.str(), {}, {}};
    if (address.state) place.state = tables.region_of(place.country, address.state->str()).value_or(address.state->str());
    if (address.postal_code) place.postal_code = address.postal_code->str();
    return place;
}

quotes::Wanted sent_to(const OrderView& order, const carts::Address& address) {
    std::vector<stock::Want> lines;
    for (const auto& line : order.lines) lines.push_back({line.variant, line.quantity});
    return carts::wanted(as_cart(order, address, lines));
}

/// What the order's way of delivery costs there now; nothing where it is not offered.
std::optional<Money> delivery_price(const OrderView& order, const carts::Address& address, const quotes::Memory& memory, Instant now) {
    auto prepared = quotes::prepare(memory, sent_to(order, address), now);
    if (!prepared) return {};
    auto option = std::ranges::find(prepared->options, order.shipping_name, &shipping::Option::name);
    return option == prepared->options.end() ? std::nullopt : std::optional(option->price);
}

/// Whether its way of delivery costs the same there, too. Pure but for reading memory.
bool costs_the_same(const OrderView& order, const carts::Address& other, const quotes::Memory& memory, Instant now) {
    if (!taxed_the_same(order, other, memory, now)) return false;
    auto there = delivery_price(order, other, memory, now);
    return there && there == delivery_price(order, order.shipping_address, memory, now);
}

/// What couriers ask at both places is known before the transaction.
Task<void> learn_delivery(App& app, Ctx ctx, OrderId id, const carts::Address& other) {
    if (!quotes::asks_couriers(app, ctx.store)) co_return;
    auto order = co_await view(app, ctx, id, {});
    if (!order) co_return;
    co_await quotes::learn_courier_prices(app, ctx, sent_to(*order, order->shipping_address));
    co_await quotes::learn_courier_prices(app, ctx, sent_to(*order, other));
}

}  // namespace

bool taxed_the_same(const OrderView& order, const carts::Address& other, const quotes::Memory& memory, Instant now) {
    const auto& tables = *memory.rules->taxes;
    auto before = place_of(order.shipping_address, tables), after = place_of(other, tables);
    if (before.country != after.country) return false;
    if (tables.place_of_supply(before).state != tables.place_of_supply(after).state) return false;
    taxes::Payer payer{order.email, {}};
    return std::ranges::all_of(order.lines, [&](const OrderLine& line) {
        return tables.rates(before, line.breakdown.tax_class, payer, now) == tables.rates(after, line.breakdown.tax_class, payer, now);
    });
}

Task<Result<OrderView>> change_delivery_address(App& app, Ctx ctx, OrderId id, carts::Address address) {
    co_await learn_delivery(app, ctx, id, address);
    auto memory = quotes::memory_of(app, ctx.store);
    RawJson stored{to_json(address)};
    auto body = [&](pg::Tx& tx) -> Task<Result<OrderView>> {
        tx.send(sql::lock_order(id));
        auto order = co_await load_view(tx, id);
        if (!order) co_return refuse(not_found);
        if (to_json(order->shipping_address) == stored.text) co_return std::move(*order);
        if (!is_in_the_house(order->state)) co_return refuse(illegal_move, "The order is " + std::string(shape_name(order->state)));
        if (auto seal = co_await sealed_by(tx, id)) co_return refuse(sealed, "There is " + *seal + " for it");
        if (co_await waits_for_edit(tx, id)) co_return refuse(edit_open);
        if (!costs_the_same(*order, address, memory, ctx.now)) co_return refuse(other_delivery);
        auto before = order->shipping_address.name.str() + ", " + order->shipping_address.line1.str() + ", " + order->shipping_address.city.str();
        order->shipping_address = address;
        auto words = words_of(*order);
        tx.send(sql::set_shipping_address(id, stored));
        tx.send(sql::save_words(std::vector<OrderId>(words.size(), id), words));
        tell(tx, id, {"address_changed", "The delivery address was changed; before: " + before, false});
        co_return std::move(*order);
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::orders
