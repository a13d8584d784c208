#pragma once
// Products by their ids, for modules that keep something about them.
#include "modules/catalog/api.h"

namespace vitrine::catalog {

/// Of these products those that there are, whatever their status; deleted ones are not. Reads only.
pg::Query<std::vector<ProductId>> known_products(const std::vector<ProductId>& ids);

}  // namespace vitrine::catalog
