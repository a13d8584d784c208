#include "modules/catalog/exposure/api.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {

pg::Query<std::vector<JudgedProduct>> lock_judged(const std::vector<ProductId>& products) { return sql::lock_judged(products); }
pg::Query<std::vector<JudgedVariant>> judged_variants(const std::vector<ProductId>& products) { return sql::judged_variants(products); }
pg::Query<std::vector<ProductId>> product_ids_after(ProductId after, std::int32_t limit) { return sql::product_ids_after(after, limit); }
pg::Query<std::vector<ProductId>> products_of_variants(const std::vector<VariantId>& variants) { return sql::products_of_variants(variants); }

pg::Later<std::vector<ProductId>> withhold(pg::Tx& tx, const std::vector<ProductId>& products, const std::vector<bool>& are_withheld) { return tx.queue(sql::withhold(products, are_withheld)); }
void withhold_new(pg::Tx& tx, bool is_shut) { tx.send(sql::withhold_new(is_shut)); }

}  // namespace vitrine::catalog
