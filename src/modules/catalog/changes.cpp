#include <vector>

#include "modules/catalog/exposure/api.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {
namespace {

std::vector<Watcher>& watchers() {
    static std::vector<Watcher> all;
    return all;
}

}  // namespace

void register_watcher(Watcher watcher) { watchers().push_back(watcher); }

void note_changes(pg::Tx& tx, const std::vector<ProductId>& products) {
    if (products.empty()) return;
    tx.send(sql::note_changes(products));
    for (auto watch : watchers()) watch(tx, products, {});
}
void note_variant_changes(pg::Tx& tx, const std::vector<VariantId>& variants) {
    if (variants.empty()) return;
    tx.send(sql::note_variant_changes(variants));
    for (auto watch : watchers()) watch(tx, {}, variants);
}
void note_store_change(pg::Tx& tx) { tx.send(sql::note_store_change()); }

pg::Query<Changes> changes_from(const std::string& floor) { return sql::changes_from(floor); }
pg::Query<FeedPosition> feed_position() { return sql::feed_position(); }
pg::Query<std::vector<Forgotten>> forgotten_changes() { return sql::forgotten_changes(); }
pg::Query<std::int64_t> forget_changes(Instant before) { return sql::forget_changes(before); }

}  // namespace vitrine::catalog
