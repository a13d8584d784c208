#include "modules/quotes/explain.h"

#include <iterator>

#include <fmt/format.h>

namespace vitrine::quotes {
namespace {

std::string_view level_text(taxes::Level level) {
    switch (level) {
        case taxes::Level::unit: return "rounded per unit";
        case taxes::Level::line: return "rounded per line";
        case taxes::Level::order: return "rounded once per order";
    }
    return {};
}

std::string line_text(const Line* line, const QuotedLine& quoted) {
    std::string text;
    text.reserve(40 + (line ? line->text.size() : 0));
    fmt::format_to(std::back_inserter(text), "{} × {}", quoted.quantity, format_for_people(quoted.unit));
    if (line && !line->text.empty()) (text += ' ') += line->text;
    if (quoted.price_list != "base") text += " (price list " + quoted.price_list + ")";
    return quoted.is_gift ? text + " (gift)" : text;
}

void explain_taxes(const taxes::TaxTables& tables, Quote& quote) {
    bool all_included = quote.tax == quote.tax_included;
    for (const auto& tax : quote.taxes)
        quote.explanation.push_back({all_included ? "tax_included" : "tax",
                                     fmt::format("{} {} on {}{}, {}, {}", tax.name, percent_text(tax.ppm), format_for_people(tax.taxable), all_included ? ", in the prices" : "",
                                                 level_text(tables.settings().level), tables.settings().half == taxes::Half::half_up ? "half up" : "half to even"),
                                     tax.amount});
    if (!all_included && !quote.tax_included.is_zero()) quote.explanation.push_back({"tax_included", "Of these taxes already in the prices", quote.tax_included});
}

void explain_shipping(Quote& quote) {
    if (!quote.shipping_name) return;
    bool is_free = quote.shipping.is_zero();
    quote.explanation.push_back({is_free ? "shipping_free" : "shipping", is_free ? *quote.shipping_name + ": free" : *quote.shipping_name, quote.shipping});
}

}  // namespace

std::string percent_text(std::int64_t ppm) {
    auto text = fmt::format("{}.{:04}", ppm / 10'000, ppm % 10'000);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text + " %";
}

void explain(const Input& input, const taxes::TaxTables& tables, Quote& quote) {
    auto& steps = quote.explanation;
    steps.reserve(quote.lines.size() + quote.discounts.size() + quote.taxes.size() + 8);
    for (size_t i = 0; i < quote.lines.size(); ++i)
        steps.push_back({"line", line_text(i < input.lines.size() ? &input.lines[i] : nullptr, quote.lines[i]), quote.lines[i].total});
    steps.push_back({"subtotal", "Subtotal", quote.subtotal});
    explain_shipping(quote);
    if (quote.fee_name) steps.push_back({"fee", *quote.fee_name, quote.fee});
    for (const auto& discount : quote.discounts) steps.push_back({"discount", discount.code ? discount.label + " (" + *discount.code + ")" : discount.label, -discount.amount});
    explain_taxes(tables, quote);
    if (!quote.rounding.is_zero()) steps.push_back({"rounding", "Rounded to " + format_for_people({tables.settings().payable_step_minor, input.currency}), quote.rounding});
    steps.push_back({"total", "Total", quote.total});
    for (const auto& tender : quote.tenders) steps.push_back({"tender", tender.label, -tender.amount});
    if (!quote.tenders.empty()) steps.push_back({"payable", "To be paid", quote.payable});
}

}  // namespace vitrine::quotes
