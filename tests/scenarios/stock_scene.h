#pragma once
#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "modules/stock/api.h"
#include "tests/shop/shop.h"

namespace vitrine::test {

/// A catalog whose bundles a test sets by hand.
struct BundleCatalog final : FixedCatalog {
    std::map<catalog::VariantId, std::vector<catalog::BundlePart>> bundles;
    std::vector<catalog::BundlePart> parts(catalog::VariantId id) const override {
        auto found = bundles.find(id);
        return found == bundles.end() ? std::vector<catalog::BundlePart>{} : found->second;
    }
};

/// A shop whose stock a test arranges; whatever was done in it, verify finds nothing wrong in the end.
struct StockScene : testing::Test {
    Shop shop;
    std::shared_ptr<BundleCatalog> catalog = std::make_shared<BundleCatalog>();

    StockScene() {
        shop.snapshots->catalog = catalog;
        shop.app.rulebook = std::make_shared<quotes::Rulebook>();
    }
    ~StockScene() override {
        auto report = shop.run(verify::verify(shop.floor.db, shop.directory->all(), clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
    }
    void follow() { shop.run(shop.app.rulebook->refresh(shop.floor.db, shop.ctx, *shop.directory->by_id(shop.ctx.store))); }
    void pay(const orders::OrderView& order) {
        auto marked = shop.run(payments::mark_paid(shop.app, shop.ctx, order.payment, order.total, "test"));
        ASSERT_TRUE(marked) << marked.error().code;
        shop.run_due_jobs();
    }
    void promise(catalog::VariantId variant, std::int64_t limit) {
        auto id = uuid_text(variant.value);
        shop.database.run("update stock.levels set promise_limit = " + std::to_string(limit) + " where variant = '" + id +
                          "'; insert into stock.policies (store_id, variant, kind) select store_id, variant, 'back_order' from stock.levels where variant = '" + id + "'");
    }
    void arrive(catalog::VariantId variant, std::int64_t on_hand) {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            auto set = stock::set_on_hand(tx, {variant}, {on_hand}, "test");
            co_await tx.flush();
            co_await stock::fill(tx, *set);
            co_return true;
        };
        shop.run(shop.floor.db.transaction(shop.ctx, body));
    }
    /// A second warehouse with one piece of the only article; it is the nearer one.
    void second_warehouse() {
        shop.database.run("insert into stock.warehouses (store_id, id, code, name, country, priority) select store_id, gen_random_uuid(), 'lahore', 'Lahore', 'PK', 500 from stock.levels;"
                          "insert into stock.shelves (store_id, variant, warehouse, on_hand) select l.store_id, l.variant, w.id, 1 from stock.levels l join stock.warehouses w using (store_id) where w.code = 'lahore';"
                          "update stock.shelves s set on_hand = on_hand - 1 where warehouse = store_id;"
                          "insert into stock.movements (store_id, variant, warehouse, change, reason) select l.store_id, l.variant, w.id, case when w.code = 'lahore' then 1 else -1 end, 'test' "
                          "from stock.levels l join stock.warehouses w using (store_id);"
                          "insert into stock.settings (store_id, strategy) select store_id, 'nearest' from stock.levels");
    }
    std::int64_t waiting(const orders::OrderView& order) { return shop.run(shop.floor.db.read(shop.ctx, stock::waiting(order.id.text()))); }
    std::vector<stock::Allocation> sent_from(const orders::OrderView& order) { return shop.run(shop.floor.db.read(shop.ctx, stock::allocations(order.id.text()))); }
    std::int64_t on_shelf(const std::string& warehouse) {
        return shop.count("select coalesce(sum(s.on_hand), 0)::bigint from stock.shelves s join stock.warehouses w on w.id = s.warehouse where w.code = '" + warehouse + "'");
    }
    std::int64_t number(const std::string& column, catalog::VariantId variant) {
        return shop.count("select " + column + " from stock.levels where variant = '" + uuid_text(variant.value) + "'");
    }
};

}  // namespace vitrine::test
