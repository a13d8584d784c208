#pragma once
#include <vector>

#include "io/pg/db.h"
#include "modules/search/source.h"
#include "modules/search/taxonomy.h"

namespace vitrine::search {

struct ReadProducts {
    std::vector<SourceProduct> products;   ///< only those with at least one priced variant
    Currency currency;                     ///< of the prices; none when there are none
};

/// Reads products with variants, prices and availability: two round trips.
Task<ReadProducts> read_products(pg::Db& db, const Ctx& ctx, const Taxonomy& taxonomy, pg::Query<std::vector<catalog::ProductRow>> products,
                                 pg::Query<std::vector<catalog::VariantRow>> variants);

Task<std::shared_ptr<const Taxonomy>> read_taxonomy(pg::Db& db, const Ctx& ctx);

}  // namespace vitrine::search
