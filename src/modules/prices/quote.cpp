#include <fmt/format.h>

#include "core/check.h"
#include "modules/prices/api.h"

namespace vitrine::prices {
namespace {

QuotedLine price_line(Currency currency, const QuoteLine& line) {
    check(line.unit.currency == currency, "a line in another currency than its quote");
    check(line.quantity > 0, "a line without quantity");
    check(!line.unit.is_negative(), "a line with a negative price");
    return {line.key, line.unit, line.unit * line.quantity, line.quantity};
}

void add_shipping(Quote& quote, const ShippingCharge& charge) {
    check(charge.price.currency == quote.subtotal.currency, "shipping in another currency than its quote");
    check(!charge.price.is_negative(), "shipping with a negative price");
    quote.shipping = charge.price;
    auto text = charge.price.is_zero() ? charge.name + ": free" : charge.name;
    quote.explanation.push_back({charge.price.is_zero() ? "shipping_free" : "shipping", std::move(text), charge.price});
}

}  // namespace

Quote quote(Currency currency, std::span<const QuoteLine> lines, const std::optional<ShippingCharge>& shipping) {
    Money zero{0, currency};
    Quote out{{}, zero, zero, zero, zero, zero, {}};
    for (const auto& line : lines) {
        auto priced = price_line(currency, line);
        out.subtotal += priced.total;
        out.explanation.push_back({"line", fmt::format("{} × {}", priced.quantity, format_for_people(priced.unit)), priced.total});
        out.lines.push_back(std::move(priced));
    }
    out.explanation.push_back({"subtotal", "Subtotal", out.subtotal});
    if (shipping) add_shipping(out, *shipping);
    out.total = out.subtotal - out.discount + out.tax + out.shipping;
    out.explanation.push_back({"total", "Total", out.total});
    return out;
}

}  // namespace vitrine::prices
