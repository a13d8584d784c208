#include "modules/quotes/shipping_parts.h"

namespace vitrine::quotes {
namespace {

const taxes::Rates untaxed{};

/// What the goods of each class cost after discounts; before them, when all is given away.
std::map<std::string, std::int64_t> value_by_class(const std::vector<QuotedLine>& lines) {
    std::map<std::string, std::int64_t> after, before;
    std::int64_t sum = 0;
    for (const auto& line : lines) {
        after[line.tax_class] += line.total.minor - line.discount.minor;
        before[line.tax_class] += line.total.minor;
        sum += line.total.minor - line.discount.minor;
    }
    return sum > 0 ? after : before;
}

}  // namespace

void add_shipping_parts(std::vector<taxes::TaxableLine>& into, const std::vector<QuotedLine>& lines, const Money& amount, const taxes::Settings& settings,
                        const RatesByClass& rates, std::string_view key) {
    auto part = [&](const std::string& tax_class, const Money& share, const taxes::Rates* of) {
        into.push_back({std::string(key) + "/" + tax_class, share, 1, settings.prices_include_tax, of});
    };
    if (settings.shipping == taxes::ShippingTax::none || lines.empty()) return part("", amount, &untaxed);
    if (settings.shipping == taxes::ShippingTax::own_class) {
        auto own = settings.shipping_class ? rates.find(*settings.shipping_class) : rates.end();
        return part(settings.shipping_class.value_or(""), amount, own == rates.end() ? &untaxed : &own->second);
    }
    auto values = value_by_class(lines);
    std::vector<std::int64_t> weights;
    for (const auto& [tax_class, value] : values) weights.push_back(value);
    auto shares = split_by_largest_remainder(amount, weights);
    size_t i = 0;
    for (const auto& [tax_class, value] : values) part(tax_class, shares[i++], &rates.at(tax_class));
}

}  // namespace vitrine::quotes
