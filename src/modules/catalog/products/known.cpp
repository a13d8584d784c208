#include "modules/catalog/products/api.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {

pg::Query<std::vector<ProductId>> known_products(const std::vector<ProductId>& ids) { return sql::known_products(ids); }

}  // namespace vitrine::catalog
