#pragma once
// Apart from catalog/api.h, which everybody includes: for those few who show articles to staff.
#include "modules/catalog/api.h"

namespace vitrine::catalog {

/// A variant as people name it.
struct NamedVariant {
    VariantId id;
    std::string sku, title;
    bool is_unique = false;            ///< one of a kind
};
SHAPE(NamedVariant, id, sku, title, is_unique)
/// Of these variants those that there are, whatever their status.
pg::Query<std::vector<NamedVariant>> named_variants(const std::vector<VariantId>& variants);

}  // namespace vitrine::catalog
