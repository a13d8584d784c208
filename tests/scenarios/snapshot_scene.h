#pragma once
// A store, its database and the snapshots that follow it.
#include <gtest/gtest.h>

#include "modules/catalog/api.h"
#include "modules/imports/api.h"
#include "modules/prices/api.h"
#include "modules/search/api.h"
#include "modules/stock/api.h"
#include "tests/support/database.h"

namespace vitrine {

inline const std::string categories_csv = "slug,name,name_local,parent_slug,position\npens,Pens,قلم,,1\n";
inline const std::string header = "product_slug,title,category,brand,sku,price,currency,stock\n";

inline std::string rows(int from, int to) {
    std::string out;
    for (int i = from; i < to; ++i) {
        auto n = std::to_string(i);
        out += "pen-" + n + ",Pen Number " + n + ",pens,Kalam,PEN-" + n + "," + std::to_string(100 + i) + ".00,PKR," + std::to_string(i) + "\n";
    }
    return out;
}

class snapshots_of_a_store : public testing::Test {
protected:
    test::TestDatabase database;
    test::Shopfloor floor{database, 4};
    Ctx ctx = test::ctx_of(StoreId::next(clock_now()));
    std::shared_ptr<search::Snapshots> snapshots = search::make_snapshots();

    void start() { floor.run(snapshots->start(floor.loop, database.worker(), database.app())); }
    void TearDown() override { floor.run(snapshots->stop()); }

    void import(const std::string& text) { import(text, ctx); }
    void import(const std::string& text, const Ctx& as) {
        auto done = floor.run(imports::run(floor.db, as, {[&text] { return imports::bytes_of(std::string_view(text)); }, "test.csv", false, *Currency::parse("PKR")}));
        ASSERT_TRUE(done);
        ASSERT_EQ(done->state, "applied") << to_json(*done);
    }
    Task<std::shared_ptr<const search::Snapshot>> now_seen() {
        EXPECT_TRUE(co_await snapshots->caught_up(30s));
        co_return snapshots->of(ctx.store);
    }
    std::shared_ptr<const search::Snapshot> seen() { return floor.run(now_seen()); }

    /// A price edit as any process writes it.
    void reprice(const std::string& slug, std::int64_t minor) {
        auto variant = snapshots->of(ctx.store)->product(slug)->variants.at(0).id;
        auto edit = [&](pg::Tx& tx) -> Task<Result<bool>> {
            prices::save(tx, {{variant, Money{minor, *Currency::parse("PKR")}, {}}});
            catalog::note_variant_changes(tx, {variant});
            co_return true;
        };
        ASSERT_TRUE(floor.run(floor.db.transaction(ctx, edit)));
    }
    Task<void> archive(search::ProductId product) {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            tx.send(catalog::set_product_status(product, catalog::Status::archived));
            catalog::note_changes(tx, {product});
            co_return true;
        };
        co_await floor.db.transaction(ctx, body);
    }
};

}  // namespace vitrine
