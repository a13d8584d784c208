#include "modules/catalog/api.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {

void note_changes(pg::Tx& tx, const std::vector<ProductId>& products) {
    if (!products.empty()) tx.send(sql::note_changes(products));
}
void note_variant_changes(pg::Tx& tx, const std::vector<VariantId>& variants) {
    if (!variants.empty()) tx.send(sql::note_variant_changes(variants));
}
void note_store_change(pg::Tx& tx) { tx.send(sql::note_store_change()); }

pg::Query<Changes> changes_from(const std::string& floor) { return sql::changes_from(floor); }
pg::Query<FeedPosition> feed_position() { return sql::feed_position(); }
pg::Query<std::vector<Forgotten>> forgotten_changes() { return sql::forgotten_changes(); }
pg::Query<std::int64_t> forget_changes(Instant before) { return sql::forget_changes(before); }

}  // namespace vitrine::catalog
