#include "modules/catalog/names/api.h"
#include "modules/catalog/names/sql.h"

namespace vitrine::catalog {

pg::Query<std::vector<NamedVariant>> named_variants(const std::vector<VariantId>& variants) { return names::sql::named_variants(variants); }

}  // namespace vitrine::catalog
