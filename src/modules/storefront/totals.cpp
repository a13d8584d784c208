#include "modules/storefront/totals.h"

#include <fmt/format.h>

namespace vitrine::storefront {
namespace {

std::string minus(const Money& amount) { return "−" + format_for_people(amount); }

std::string tax_name(const quotes::TaxTotal& tax) { return tax.name + " " + percent_text(tax.ppm); }

void add_taxes(html::List& rows, const std::vector<quotes::TaxTotal>& taxes, std::string_view before) {
    for (const auto& tax : taxes)
        if (!tax.amount.is_zero()) rows.push_back(row(std::string(before) + tax_name(tax), format_for_people(tax.amount), false, "on " + format_for_people(tax.taxable)));
}

}  // namespace

std::string percent_text(std::int64_t ppm) {
    auto text = fmt::format("{}.{:04}", ppm / 10'000, ppm % 10'000);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text + " %";
}

html::List total_rows(const Money& subtotal, const carts::Totals& totals) {
    html::List rows{row("Subtotal", format_for_people(subtotal))};
    for (const auto& discount : totals.discounts)
        if (!discount.amount.is_zero()) rows.push_back(row(discount.label, minus(discount.amount), false, discount.code.value_or("")));
    if (totals.shipping_name) rows.push_back(row("Delivery", totals.shipping.is_zero() ? "Free" : format_for_people(totals.shipping), false, *totals.shipping_name));
    if (totals.fee_name && totals.fee) rows.push_back(row(*totals.fee_name, format_for_people(*totals.fee)));
    bool on_top = totals.tax_included.is_zero();
    if (on_top) add_taxes(rows, totals.taxes, "");
    else if (totals.tax != totals.tax_included) rows.push_back(row("Taxes not in the prices", format_for_people(totals.tax - totals.tax_included)));
    if (!totals.rounding.is_zero()) rows.push_back(row("Rounding", totals.rounding.is_negative() ? minus(-totals.rounding) : format_for_people(totals.rounding)));
    rows.push_back(row(totals.shipping_name ? "Total" : "Total before delivery", format_for_people(totals.total), true));
    if (!on_top) add_taxes(rows, totals.taxes, "Includes ");
    for (const auto& tender : totals.tenders) rows.push_back(row(tender.label, minus(tender.amount)));
    if (!totals.tenders.empty()) rows.push_back(row("To pay", format_for_people(totals.payable), true));
    return rows;
}

html::List total_rows(const orders::OrderView& order) {
    const auto& parts = order.breakdown;
    return total_rows(order.subtotal, {order.discount, order.tax, order.tax_included, order.shipping, order.shipping_discount, order.rounding, order.total, order.payable,
                                       order.shipping_name, parts.discounts, parts.taxes, parts.tenders, {},
                                       parts.fee ? std::optional(parts.fee->name) : std::nullopt, parts.fee ? std::optional(parts.fee->price) : std::nullopt});
}

}  // namespace vitrine::storefront
