#include <algorithm>

#include "modules/shipping/api.h"

namespace vitrine::shipping {

std::vector<Option> options(const stores::Store& store, const Money& subtotal, std::string_view country) {
    const auto& rule = store.shipping;
    if (std::ranges::find(rule.countries, country) == rule.countries.end()) return {};
    bool is_free = rule.flat_fee.is_zero() || (rule.free_from && *rule.free_from <= subtotal);
    Option standard{.id = "standard",
                    .name = "Standard delivery",
                    .price = is_free ? Money{0, store.currency} : rule.flat_fee,
                    .estimated_days = {rule.estimated_days_least, rule.estimated_days_most},
                    .free_from = is_free ? std::nullopt : rule.free_from};
    return {standard};
}

std::optional<Option> find_option(const stores::Store& store, const Money& subtotal, std::string_view country, std::string_view id) {
    for (auto& option : options(store, subtotal, country))
        if (option.id == id) return option;
    return {};
}

}  // namespace vitrine::shipping
