#include "modules/orders/delivery_address.h"

#include "modules/orders/list.h"
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

/// Pure. Whether every class of goods in the order is taxed alike at both places, and delivery costs the same: it goes by country.
bool costs_the_same(const OrderView& order, const carts::Address& other, const taxes::TaxTables& tables, Instant now) {
    auto before = place_of(order.shipping_address, tables), after = place_of(other, tables);
    if (before.country != after.country) return false;
    if (tables.place_of_supply(before).state != tables.place_of_supply(after).state) return false;
    taxes::Payer payer{order.email, {}};
    for (const auto& line : order.lines)
        if (!(tables.rates(before, line.breakdown.tax_class, payer, now) == tables.rates(after, line.breakdown.tax_class, payer, now))) return false;
    return true;
}

}  // namespace

Task<Result<OrderView>> change_delivery_address(App& app, Ctx ctx, OrderId id, carts::Address address) {
    auto rules = quotes::rules_of(app, ctx.store);
    RawJson stored{to_json(address)};
    auto body = [&](pg::Tx& tx) -> Task<Result<OrderView>> {
        tx.send(sql::lock_order(id));
        auto order = co_await load_view(tx, id);
        if (!order) co_return refuse(not_found);
        if (to_json(order->shipping_address) == stored.text) co_return std::move(*order);
        if (!is_in_the_house(order->state)) co_return refuse(illegal_move, "The order is " + std::string(shape_name(order->state)));
        if (auto seal = co_await sealed_by(tx, id)) co_return refuse(sealed, "There is " + *seal + " for it");
        if (!costs_the_same(*order, address, *rules->taxes, ctx.now)) co_return refuse(other_delivery);
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
