#pragma once
#include <random>

#include "modules/search/segment_build.h"
#include "modules/search/store_snapshot.h"

namespace vitrine::search::testing {

/// A small shop that a seed decides: categories in two levels, brands, colours, sizes, prices, stock.
struct SampleShop {
    std::vector<catalog::CategoryRow> categories;
    std::vector<SourceProduct> products;
    std::shared_ptr<const Taxonomy> taxonomy;
};
SampleShop sample_shop(size_t products, std::uint64_t seed);
SourceProduct sample_product(const SampleShop& shop, std::mt19937_64& random, size_t number);

/// The shop as a snapshot of several segments, some of whose documents have been replaced.
std::shared_ptr<const StoreSnapshot> snapshot_of(const SampleShop& shop, size_t segments = 1, std::shared_ptr<const Tuning> tuning = Tuning::strict());

}  // namespace vitrine::search::testing
