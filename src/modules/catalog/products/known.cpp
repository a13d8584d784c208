#include "modules/catalog/products/api.h"
#include "modules/catalog/products/sql.h"

namespace vitrine::catalog {

pg::Query<std::vector<ProductId>> known_products(const std::vector<ProductId>& ids) { return products::sql::known_products(ids); }

}  // namespace vitrine::catalog
