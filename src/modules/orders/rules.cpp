#include "modules/orders/rules.h"

#include <fmt/format.h>

namespace vitrine::orders::rules {
namespace {

struct Priced {
    std::vector<OrderLine> lines;
    std::vector<prices::QuoteLine> quote_lines;
    std::vector<Fault> faults;
    Money subtotal;
};

std::string line_pointer(size_t index) { return fmt::format("/lines/{}", index); }

/// Lines of variants that are gone are faults, and cost nothing.
Priced price_lines(const carts::CartRow& cart, const stores::Store& store, const search::Snapshot& snapshot) {
    Priced out{.subtotal = {0, store.currency}};
    for (size_t i = 0; i < cart.variants.size(); ++i) {
        auto facts = snapshot.variant(cart.variants[i]);
        if (!facts) {
            out.faults.push_back({line_pointer(i), "carts.variant_unknown", "this article is no longer for sale"});
            continue;
        }
        auto total = facts->price * cart.quantities[i];
        out.lines.push_back({std::int64_t(out.lines.size()) + 1, facts->variant, facts->sku, facts->title, facts->options_text, facts->slug, cart.quantities[i], facts->price, total});
        out.quote_lines.push_back({facts->sku, facts->price, cart.quantities[i]});
        out.subtotal += total;
    }
    return out;
}

std::optional<carts::Address> stored_address(const std::optional<RawJson>& stored) {
    if (!stored) return {};
    auto address = read_json<carts::Address>(stored->text);
    return address ? std::optional(std::move(*address)) : std::nullopt;
}

prices::Quote quote_with(const Priced& priced, const stores::Store& store, const std::optional<shipping::Option>& option) {
    auto charge = option ? std::optional(prices::ShippingCharge{option->name, option->price}) : std::nullopt;
    return prices::quote(store.currency, priced.quote_lines, charge);
}

std::optional<shipping::Option> chosen_option(const carts::CartRow& cart, const stores::Store& store, const Money& subtotal, std::string_view country) {
    auto offered = shipping::options(store, subtotal, country);
    if (cart.shipping_option) return shipping::find_option(store, subtotal, country, *cart.shipping_option);
    return offered.size() == 1 ? std::optional(offered[0]) : std::nullopt;
}

std::unexpected<Refusal> changed_total(const Money& expected, const Money& total) {
    auto detail = fmt::format("the total is {} now", format_for_people(total));
    return refuse(price_changed, detail, {{"/expected_total", "changed", fmt::format("expected {}, found {}", format_major(expected), format_major(total))}});
}

}  // namespace

prices::Quote quote(const carts::CartRow& cart, const stores::Store& store, const search::Snapshot& snapshot) {
    auto priced = price_lines(cart, store, snapshot);
    auto address = stored_address(cart.shipping_address);
    auto option = priced.lines.empty() ? std::nullopt : chosen_option(cart, store, priced.subtotal, address ? address->country.str() : store.country);
    return quote_with(priced, store, option);
}

std::string destination(const carts::CartRow& cart, const stores::Store& store) {
    auto address = stored_address(cart.shipping_address);
    return address ? address->country.str() : store.country;
}

Result<Draft> place(const Checkout& seen, const PlaceOrder& in) {
    const auto& [cart, store, snapshot, methods] = seen;
    if (cart.state != "active") return refuse(carts::closed);
    if (in.version && *in.version != cart.version) return refuse(cart_changed, fmt::format("the cart is at version {}", cart.version), {{"/version", "stale", "look at the cart again"}});
    auto priced = price_lines(cart, store, snapshot);
    if (cart.variants.empty()) return refuse(cart_empty);
    if (!priced.faults.empty()) return refuse(carts::variant_unknown, {}, std::move(priced.faults));

    auto address = stored_address(cart.shipping_address);
    auto email = in.email ? in.email : cart.email ? Email::parse(*cart.email) : std::nullopt;
    if (!address || !email) return refuse(address_missing, {}, {{address ? "/email" : "/cart/shipping_address", "required", "fill this in before ordering"}});
    if (shipping::options(store, priced.subtotal, address->country).empty()) return refuse(shipping::not_served, {}, {{"/cart/shipping_address/country", "not_served", "we do not deliver to this country"}});
    auto option = chosen_option(cart, store, priced.subtotal, address->country);
    if (!option) return refuse(shipping::option_unknown);

    auto method = std::ranges::find(methods, in.payment_method, &payments::Method::code);
    if (method == methods.end() || method->unavailable_reason) return refuse(payments::method_unavailable, {}, {{"/payment_method", "unavailable", method == methods.end() ? "not offered in this store" : *method->unavailable_reason}});

    auto totals = quote_with(priced, store, option);
    if (totals.total != in.expected_total) return changed_total(in.expected_total, totals.total);
    return Draft{*email, *address, stored_address(cart.billing_address), *option, std::move(totals), std::move(priced.lines)};
}

Duration payment_window(std::string_view method) {
    if (method == "bank_transfer") return std::chrono::hours(72);
    return 30min;
}

Result<State> next_state(State from, std::string_view verb) {
    auto move = life.find(from, verb);
    if (!move) return refuse(illegal_move, fmt::format("'{}' is not possible while the order is {}", verb, shape_name(from)));
    return move->to;
}

}  // namespace vitrine::orders::rules
