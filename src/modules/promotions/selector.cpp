#include <algorithm>

#include "modules/promotions/compiled.h"

namespace vitrine::promotions {
namespace {

bool has(const std::vector<Uuid>& sorted, const Uuid& id) { return sorted.size() == 1 ? sorted[0] == id : std::ranges::binary_search(sorted, id); }

bool has_value(const BasketLine& line, const std::string& code, const std::vector<std::string>& values) {
    auto found = line.attributes.find(code);
    return found != line.attributes.end() && std::ranges::any_of(found->second, [&](const auto& value) { return std::ranges::find(values, value) != values.end(); });
}

}  // namespace

bool Selector::fits(const BasketLine& line) const {
    if (is_everything) return true;
    if (!products.empty() && !has(products, line.product.value)) return false;
    if (!variants.empty() && !has(variants, line.variant.value)) return false;
    if (!categories.empty() && std::ranges::none_of(line.categories, [&](const auto& id) { return has(categories, id.value); })) return false;
    if (!brands.empty() && (!line.brand || !std::ranges::binary_search(brands, *line.brand))) return false;
    for (const auto& [code, values] : attributes)
        if (!has_value(line, code, values)) return false;
    return std::ranges::none_of(except, [&](const Selector& other) { return other.fits(line); });
}

}  // namespace vitrine::promotions
