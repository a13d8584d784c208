#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "modules/catalog/api.h"

namespace vitrine::search {

using NamedValue = std::pair<std::string, std::string>;

/// A variant as it goes into a segment. Amounts in minor units of the store's currency.
struct SourceVariant {
    catalog::VariantId id;
    std::string sku;
    std::string barcode;                        ///< empty: none
    std::int64_t price = 0;
    std::optional<std::int64_t> compare_at;
    std::int64_t available = 0;
    std::optional<std::int64_t> weight_grams;
    std::vector<NamedValue> options;            ///< name and value, in the order people read them
    std::vector<NamedValue> attributes;         ///< code and value
};

/// A published product as it goes into a segment, with at least one variant.
struct SourceProduct {
    catalog::ProductId id;
    std::string slug, title, title_local, description, brand;
    catalog::CategoryId category;
    std::string category_words;                 ///< names of its category and those above, for the word index
    std::vector<std::string> tags;
    std::vector<NamedValue> attributes;
    std::vector<std::string> unsearched;        ///< codes of attributes whose values are not words to search for
    bool is_unique = false;                     ///< one of a kind
    std::string extras;                         ///< what few products have, as JSON of Extras; empty: nothing
    std::string cover;                          ///< JSON of the first picture or drawing it shows; empty: none
    std::vector<SourceVariant> variants;
    std::int64_t popularity = 0;
    Instant created_at{}, updated_at{};
    std::uint64_t version = 1;
};

}  // namespace vitrine::search
