#pragma once
#include "modules/catalog/product.h"

namespace vitrine::catalog {

/// Merges given attributes into stored ones: null takes one away. Adds a fault at `pointer`/code for each that does not fit. Pure.
void merge_attributes(std::map<std::string, std::string>& into, const std::map<std::string, RawJson>& given, const AttributeRules& rules, CategoryId category,
                      const std::string& pointer, std::vector<Fault>& faults);

/// Puts what is given into the product; `path` is that of the category it will be in (category first). Adds every fault with its pointer. Pure.
void apply_change(FullProduct& product, const ProductChange& in, const AttributeRules& rules, std::vector<Fault>& faults);

/// Whether shoppers may see it at `now` as far as its window goes: from inclusive, until exclusive.
bool is_in_window(const FullProduct& product, Instant now);

/// "Gel Pen 0.5 mm" → "gel-pen-0-5-mm"; text without Latin letters or digits gives "product-" and some of the id.
std::string slug_from(std::string_view title, ProductId id);

/// The category of a change by slug or id; nothing when the change does not name one.
struct CategoryName {
    std::string slug;
    std::optional<CategoryId> id;
};
CategoryName category_name(const std::optional<std::string>& given, std::optional<CategoryId> otherwise);

}  // namespace vitrine::catalog
