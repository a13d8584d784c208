#include "modules/orders/rules.h"

#include <fmt/format.h>

#include "modules/search/api.h"

namespace vitrine::orders::rules {
namespace {

/// A payment of zero is settled when it is opened; this is the way to pay that has no other side and takes every currency.
constexpr std::string_view method_of_nothing = "bank_transfer";

std::string line_pointer(size_t index) { return fmt::format("/lines/{}", index); }

std::optional<carts::Address> stored_address(const std::optional<RawJson>& stored) {
    if (!stored) return {};
    auto address = read_json<carts::Address>(stored->text);
    return address ? std::optional(std::move(*address)) : std::nullopt;
}

std::vector<Fault> faults_of(const quotes::Prepared& prepared) {
    std::vector<Fault> faults;
    for (auto i : prepared.missing) faults.push_back({line_pointer(i), "carts.variant_unknown", "this article is no longer for sale"});
    return faults;
}

OrderLine order_line(std::int64_t position, const search::VariantFacts& facts, quotes::QuotedLine line) {
    LineBreakdown breakdown{line.includes_tax, line.is_gift, std::move(line.price_list), std::move(line.tax_class), std::move(line.hsn), std::move(line.taxes), std::move(line.discounts)};
    return {position, facts.variant, facts.sku, facts.title, facts.options_text, facts.slug, line.quantity, line.unit, line.total,
            line.discount, line.net, line.tax, line.gross, std::move(breakdown), {}};
}

/// Gift cards, credit and offers may leave nothing to pay: then no gateway is needed, and none is asked whether it could take it.
Result<std::string> method_for(const std::function<std::vector<payments::Method>(const Money&)>& methods, const PlaceOrder& in, const Money& payable) {
    if (payable.is_zero()) return std::string(method_of_nothing);
    auto offered = methods(payable);
    auto method = std::ranges::find(offered, in.payment_method, &payments::Method::code);
    bool is_offered = method != offered.end() && !method->unavailable_reason;
    if (!is_offered) return refuse(payments::method_unavailable, {}, {{"/payment_method", "unavailable", method == offered.end() ? "not offered in this store" : *method->unavailable_reason}});
    auto answers = payments::read_answers(method->questions, in.answers.value_or(payments::Answers{}));
    if (!answers) return refuse(std::move(answers.error()));
    return in.payment_method;
}

std::unexpected<Refusal> changed_total(const Money& expected, const Money& total) {
    auto detail = fmt::format("the total is {} now", format_for_people(total));
    return refuse(price_changed, detail, {{"/expected_total", "changed", fmt::format("expected {}, found {}", format_major(expected), format_major(total))}});
}

}  // namespace

void add_fee(quotes::Input& input, const std::optional<payments::Fee>& fee) {
    if (fee && fee->price.currency == input.currency) input.fee = quotes::Fee{fee->name, fee->price};
}

void use_agreed(quotes::Input& input, const AgreedPrices& agreed) {
    for (auto& line : input.lines) {
        auto found = agreed.find(line.variant);
        if (found == agreed.end() || found->second.currency != input.currency) continue;
        line.unit.price = found->second;
        line.unit.compare_at.reset();
        line.unit.list = agreed_list;
    }
}

void give_delivery(quotes::Input& input) {
    if (input.shipping) input.shipping->price.minor = 0;
}

std::vector<OrderLine> order_lines(const quotes::Prepared& prepared, const quotes::Quote& quote, const search::Snapshot& snapshot) {
    std::vector<OrderLine> lines;
    for (size_t i = 0; i < quote.lines.size(); ++i) {
        auto facts = i < prepared.facts.size() ? std::optional(prepared.facts[i]) : snapshot.variant(quote.lines[i].variant);
        if (facts) lines.push_back(order_line(std::int64_t(lines.size()) + 1, *facts, quote.lines[i]));
    }
    return lines;
}

OrderBreakdown breakdown_of(const quotes::Quote& quote, const taxes::TaxTables& tables, const taxes::Place& ship_to) {
    OrderBreakdown out{quote.shipping_taxed, quote.taxes, quote.discounts, quote.tenders, {}, {}, {}};
    if (quote.fee_name) out.fee = PaidFee{*quote.fee_name, quote.fee, quote.fee_taxed};
    const auto& settings = tables.settings();
    if (settings.tax_number) out.tax_number = settings.tax_number_name.value_or("Tax number") + " " + *settings.tax_number;
    auto place = tables.place_of_supply(ship_to);
    for (const auto& region : tables.regions_of(place.country))
        if (place.state == region.code) out.place_of_supply = region.name;
    return out;
}

Result<quotes::Quote> quote(const carts::CartRow& cart, const quotes::Memory& memory, Instant now, const std::optional<payments::Fee>& fee) {
    auto prepared = quotes::prepare(memory, carts::wanted(cart), now);
    if (!prepared) return refuse(std::move(prepared.error()));
    add_fee(prepared->input, fee);
    return quotes::quote(prepared->input);
}

bool falls_with_payment(State state) { return state == State::pending_payment || state == State::processing || state == State::packed; }

std::string destination(const carts::CartRow& cart, const stores::Store& store) {
    auto address = stored_address(cart.shipping_address);
    return address ? address->country.str() : store.country;
}

Result<Draft> place(const Checkout& seen, const PlaceOrder& in) {
    const auto& [cart, memory, methods, now, agreed, gives_delivery] = seen;
    if (cart.state != "active") return refuse(carts::closed);
    if (in.version && *in.version != cart.version) return refuse(cart_changed, fmt::format("the cart is at version {}", cart.version), {{"/version", "stale", "look at the cart again"}});
    auto address = stored_address(cart.shipping_address);
    auto email = in.email ? in.email : cart.email ? Email::parse(*cart.email) : std::nullopt;
    auto wanted = carts::wanted(cart);
    if (email) wanted.email = normalized_email(*email);
    auto prepared = quotes::prepare(memory, wanted, now);
    if (!prepared) return refuse(std::move(prepared.error()));
    if (cart.variants.empty()) return refuse(cart_empty);
    if (!prepared->missing.empty()) return refuse(carts::variant_unknown, {}, faults_of(*prepared));

    if (agreed) use_agreed(prepared->input, *agreed);
    if (gives_delivery) give_delivery(prepared->input);
    if (!address || !email) return refuse(address_missing, {}, {{address ? "/email" : "/cart/shipping_address", "required", "fill this in before ordering"}});
    if (prepared->options.empty()) return refuse(shipping::not_served, {}, {{"/cart/shipping_address/country", "not_served", "we do not deliver to this country"}});
    if (!prepared->chosen) return refuse(shipping::option_unknown);

    auto offered = methods(in.expected_total);
    auto wanted_way = std::ranges::find(offered, in.payment_method, &payments::Method::code);
    if (wanted_way != offered.end() && wanted_way->fee) add_fee(prepared->input, payments::Fee{wanted_way->name, *wanted_way->fee});
    auto totals = quotes::quote(prepared->input);
    if (totals.total != in.expected_total) return changed_total(in.expected_total, totals.total);
    auto method = method_for(methods, in, totals.payable);
    if (!method) return refuse(std::move(method.error()));
    auto lines = order_lines(*prepared, totals, *memory.snapshot);
    auto breakdown = breakdown_of(totals, *prepared->input.taxes, prepared->input.ship_to);
    auto parts = parts_of(lines, *memory.snapshot);
    auto goods = goods_of(lines, parts);
    return Draft{*email, *address, stored_address(cart.billing_address), std::move(*prepared->chosen), std::move(totals), std::move(breakdown), std::move(lines), std::move(*method), {},
                 std::move(parts), std::move(goods), {}};
}

std::vector<LinePart> parts_of(const std::vector<OrderLine>& lines, const search::Snapshot& snapshot) {
    std::vector<LinePart> out;
    for (const auto& line : lines)
        for (const auto& part : snapshot.parts(line.variant)) out.push_back({line.position, {part.variant, part.quantity}});
    return out;
}

std::vector<stock::Want> goods_of(const std::vector<OrderLine>& lines, const std::vector<LinePart>& parts) {
    std::vector<stock::Want> goods;
    auto add = [&](catalog::VariantId variant, std::int64_t quantity) {
        auto same = std::ranges::find(goods, variant, &stock::Want::variant);
        if (same == goods.end()) goods.push_back({variant, quantity});
        else same->quantity += quantity;
    };
    for (const auto& line : lines) {
        bool is_bundle = false;
        for (const auto& one : parts) {
            if (one.position != line.position) continue;
            is_bundle = true;
            add(one.part.variant, one.part.quantity * line.quantity);
        }
        if (!is_bundle) add(line.variant, line.quantity);
    }
    return goods;
}

Result<State> next_state(State from, std::string_view verb) {
    auto move = life.find(from, verb);
    if (!move) return refuse(illegal_move, fmt::format("'{}' is not possible while the order is {}", verb, shape_name(from)));
    return move->to;
}

}  // namespace vitrine::orders::rules
