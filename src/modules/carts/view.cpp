#include "modules/carts/view.h"

#include <fmt/format.h>

#include <algorithm>

namespace vitrine::carts {
namespace {

LineView gone(const CartRow& row, size_t i, Currency currency) {
    LineView line{.id = row.lines[i], .variant = row.variants[i], .quantity = row.quantities[i], .unit_price = {0, currency}, .total = {0, currency}, .discount = {0, currency}};
    line.title = "No longer for sale";
    line.notice = "This article is no longer for sale. Remove it to go on.";
    return line;
}

LineView line_view(const CartRow& row, size_t i, const search::VariantFacts& facts, const quotes::QuotedLine& quoted, const prices::UnitPrice& unit) {
    LineView line{.id = row.lines[i], .variant = row.variants[i], .quantity = row.quantities[i], .unit_price = quoted.unit, .total = quoted.total};
    line.product_slug = facts.slug;
    line.title = facts.title;
    line.options = facts.options_text;
    line.sku = facts.sku;
    line.category_slug = facts.category_slug;
    line.compare_at_price = unit.compare_at;
    line.discount = quoted.discount;
    line.available = facts.available;
    if (facts.is_unique && line.quantity > 1) line.notice = "There is only one of it. Lower the quantity to go on.";
    else if (facts.available <= 0) line.notice = "Sold out. Remove it to go on.";
    else if (facts.available < line.quantity) line.notice = fmt::format("Only {} left. Lower the quantity to go on.", facts.available);
    return line;
}

GiftView gift_view(const quotes::QuotedLine& line, const search::Snapshot& snapshot) {
    GiftView gift{.variant = line.variant, .label = line.discounts.empty() ? "" : line.discounts[0].label, .quantity = line.quantity};
    if (auto facts = snapshot.variant(line.variant)) {
        gift.product_slug = facts->slug;
        gift.title = facts->title;
        gift.options = facts->options_text;
        gift.category_slug = facts->category_slug;
    }
    return gift;
}

template <class T>
std::optional<T> read_stored(const std::optional<RawJson>& stored) {
    if (!stored) return {};
    auto value = read_json<T>(stored->text);
    return value ? std::optional(std::move(*value)) : std::nullopt;
}

quotes::Prepared prepare(quotes::Wanted wanted, const quotes::Memory& memory, Instant now) {
    auto prepared = quotes::prepare(memory, wanted, now);
    if (prepared) return std::move(*prepared);
    wanted.currency.reset();  // the store stopped selling in the cart's currency
    return std::move(*quotes::prepare(memory, wanted, now));
}

}  // namespace

quotes::Wanted wanted(const CartRow& row) {
    quotes::Wanted out;
    for (size_t i = 0; i < row.lines.size(); ++i) out.lines.push_back({row.lines[i].text(), row.variants[i], row.quantities[i]});
    if (row.currency) out.currency = Currency::parse(*row.currency);
    if (auto address = read_stored<Address>(row.shipping_address)) {
        out.ship_to = taxes::Place{address->country.str(), {}, {}};
        if (address->state) out.ship_to->state = address->state->str();
        if (address->postal_code) out.ship_to->postal_code = address->postal_code->str();
    }
    out.shipping_option = row.shipping_option;
    if (auto email = row.email ? Email::parse(*row.email) : std::nullopt) out.email = normalized_email(*email);
    auto offers = offers_of(row);
    out.is_first_order = !out.email.empty() && !offers.has_ordered;
    out.coupons = std::move(offers.coupons);
    out.declined = std::move(offers.declined);
    for (const auto& card : offers.cards) {
        bool is_credit = card.last_four.empty();  // see credit/api.h
        out.tenders.push_back({is_credit ? "store_credit" : "gift_card", card.id.text(), is_credit ? "Store credit" : "Gift card ending in " + card.last_four, card.balance});
    }
    return out;
}

CartView priced(const CartRow& row, const quotes::Memory& memory, Instant now) {
    auto prepared = prepare(wanted(row), memory, now);
    auto quote = quotes::quote(prepared.input);
    auto currency = prepared.input.currency;
    CartView view{.id = row.id, .version = row.version, .state = row.state, .currency = currency, .subtotal = quote.subtotal};
    size_t next = 0;
    for (size_t i = 0; i < row.lines.size(); ++i) {
        bool is_missing = std::ranges::find(prepared.missing, i) != prepared.missing.end();
        view.lines.push_back(is_missing ? gone(row, i, currency) : line_view(row, i, prepared.facts[next], quote.lines[next], prepared.input.lines[next].unit));
        next += !is_missing;
        view.item_count += view.lines.back().quantity;
    }
    for (const auto& line : quote.lines)
        if (line.is_gift) view.gifts.push_back(gift_view(line, *memory.snapshot));
    view.totals = totals_of(std::move(quote));
    view.shipping_options = std::move(prepared.options);
    if (row.email) view.email = Email::parse(*row.email);
    view.shipping_address = read_stored<Address>(row.shipping_address);
    view.billing_address = read_stored<Address>(row.billing_address);
    view.shipping_option = row.shipping_option;
    auto offers = offers_of(row);
    for (auto& coupon : offers.coupons) view.coupons.push_back(std::move(coupon.code));
    view.gift_cards = std::move(offers.cards);
    return view;
}

Totals totals_of(quotes::Quote quote) {
    return {quote.discount, quote.tax, quote.tax_included, quote.shipping, quote.shipping_discount, quote.rounding, quote.total, quote.payable, quote.shipping_name,
            std::move(quote.discounts), std::move(quote.taxes), std::move(quote.tenders), std::move(quote.refused_coupons), quote.fee_name,
            quote.fee_name ? std::optional(quote.fee) : std::nullopt};
}

Offers offers_of(const CartRow& row) { return read_stored<Offers>(row.offers).value_or(Offers{}); }

}  // namespace vitrine::carts
