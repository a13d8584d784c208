#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "modules/imports/sample_random.h"
#include "modules/imports/sample_recipe.h"

namespace vitrine::imports {

struct SampleVariant {
    std::string sku;
    std::string barcode;
    std::vector<const SampleWord*> words;       ///< one for each list of the recipe, null where the kind has none
    std::int64_t price_minor = 0;
    std::int64_t compare_at_price_minor = 0;    ///< 0: not on sale
    std::int64_t stock = 0;
    std::int64_t weight_grams = 0;
};

struct SampleProduct {
    const SampleKind* kind = nullptr;
    bool has_options = false;
    std::string slug;
    std::string title;
    std::string title_local;
    std::string description;
    std::string tags;
    std::string status;
    std::vector<SampleVariant> variants;
};

/// Product number `index` of the catalog that `seed` gives.
SampleProduct sample_product(const SampleRecipe& recipe, std::uint64_t index, std::uint64_t seed);

}  // namespace vitrine::imports
