// From a change in the database to what shoppers see: the snapshots follow, and lose nothing.
#include "tests/scenarios/snapshot_scene.h"

namespace vitrine {
namespace {

TEST_F(snapshots_of_a_store, load_what_is_there_and_show_what_is_imported_later) {
    import(categories_csv);
    import(header + rows(1, 50));
    start();
    EXPECT_TRUE(snapshots->is_loaded());
    EXPECT_EQ(snapshots->of(ctx.store)->size(), 49u);
    import(header + rows(50, 60));
    auto snapshot = seen();
    EXPECT_EQ(snapshot->size(), 59u);
    auto product = snapshot->product("pen-55");
    ASSERT_TRUE(product);
    EXPECT_EQ(product->title, "Pen Number 55");
    EXPECT_EQ(product->variants.at(0).price.minor, 15'500);
    EXPECT_EQ(product->variants.at(0).available, 55);
    EXPECT_EQ(product->categories.at(0).name, "Pens");
    EXPECT_EQ(snapshot->search({.text = "pen"}).total, 59);
}

TEST_F(snapshots_of_a_store, show_an_edited_price_and_change_only_that_products_version) {
    import(categories_csv);
    import(header + rows(1, 20));
    start();
    auto before = seen();
    auto variant = before->product("pen-7")->variants.at(0).id;
    auto edit = [&](pg::Tx& tx) -> Task<Result<bool>> {
        prices::save(tx, {{variant, Money{4'200, *Currency::parse("PKR")}, {}}});
        catalog::note_variant_changes(tx, {variant});
        co_return true;
    };
    ASSERT_TRUE(floor.run(floor.db.transaction(ctx, edit)));
    auto after = seen();
    EXPECT_EQ(after->product("pen-7")->variants.at(0).price.minor, 4'200);
    EXPECT_EQ(after->variant(variant)->price.minor, 4'200);
    EXPECT_EQ(before->product("pen-7")->variants.at(0).price.minor, 10'700) << "who holds the old snapshot goes on reading it";
    EXPECT_NE(after->product_version("pen-7"), before->product_version("pen-7"));
    EXPECT_EQ(after->product_version("pen-8"), before->product_version("pen-8"));
    EXPECT_GT(after->version(), before->version());
}

TEST_F(snapshots_of_a_store, show_changed_availability) {
    import(categories_csv);
    import(header + rows(3, 5));
    start();
    auto variant = seen()->product("pen-3")->variants.at(0).id;
    auto count = [&](pg::Tx& tx) -> Task<Result<bool>> {
        stock::set_on_hand(tx, {variant}, {0}, "count");
        catalog::note_variant_changes(tx, {variant});
        co_return true;
    };
    ASSERT_TRUE(floor.run(floor.db.transaction(ctx, count)));
    EXPECT_EQ(seen()->search({.in_stock = true}).total, 1);
}

TEST_F(snapshots_of_a_store, forget_archived_products) {
    import(categories_csv);
    import(header + rows(1, 4));
    start();
    auto id = seen()->product("pen-2")->id;
    floor.run(archive(id));
    auto snapshot = seen();
    EXPECT_FALSE(snapshot->product("pen-2"));
    EXPECT_EQ(snapshot->size(), 2u);
    EXPECT_EQ(snapshot->search({.text = "pen"}).total, 2);
}

// A sequence number would be stepped over: the first transaction takes its number before the second, and commits after it.
TEST_F(snapshots_of_a_store, do_not_miss_a_change_that_commits_after_a_later_one) {
    import(categories_csv);
    import(header + rows(1, 4));
    start();
    auto first = seen()->product("pen-1")->id, second = seen()->product("pen-2")->id;
    auto slow = [&](pg::Tx& tx) -> Task<Result<bool>> {
        catalog::note_changes(tx, {first});
        tx.send(catalog::set_product_status(first, catalog::Status::archived));
        co_await tx.flush();
        co_await archive(second);
        for (int i = 0; i < 3; ++i) {
            auto meanwhile = co_await now_seen();
            EXPECT_FALSE(meanwhile->product("pen-2"));
            EXPECT_TRUE(meanwhile->product("pen-1")) << "not committed yet";
        }
        co_return true;
    };
    ASSERT_TRUE(floor.run(floor.db.transaction(ctx, slow)));
    EXPECT_FALSE(seen()->product("pen-1"));
    EXPECT_EQ(seen()->size(), 1u);
}

TEST_F(snapshots_of_a_store, keep_stores_apart_and_pick_up_new_ones) {
    import(categories_csv);
    import(header + rows(1, 4));
    start();
    auto other = ctx;
    other.store = StoreId::next(clock_now());
    import(categories_csv, other);
    import(header + rows(10, 12), other);
    auto mine = seen(), theirs = snapshots->of(other.store);
    EXPECT_EQ(mine->size(), 3u);
    EXPECT_EQ(theirs->size(), 2u);
    EXPECT_FALSE(mine->product("pen-10"));
    EXPECT_FALSE(theirs->product("pen-1"));
    EXPECT_FALSE(theirs->variant(mine->product("pen-1")->variants.at(0).id));
    EXPECT_EQ(snapshots->of(StoreId::next(clock_now()))->size(), 0u) << "an unknown store is empty, not an error";
}

TEST_F(snapshots_of_a_store, stay_right_through_hundreds_of_small_changes) {
    import(categories_csv);
    import(header + rows(1, 400));
    start();
    for (int round = 0; round < 40; ++round) {
        auto from = 1 + round * 9;
        std::string text = header;
        for (int i = from; i < from + 5; ++i) {
            auto n = std::to_string(i);
            text += "pen-" + n + ",Pen Renamed " + n + ",pens,Waraq,PEN-" + n + ",1.00,PKR,1\n";
        }
        import(text);
        auto snapshot = seen();
        ASSERT_EQ(snapshot->size(), 399u);
        ASSERT_EQ(snapshot->search({.text = "renamed"}).total, (round + 1) * 5);
        ASSERT_EQ(snapshot->search({.filter = {{"brand", {"Waraq"}}}}).total, (round + 1) * 5);
    }
}

TEST_F(snapshots_of_a_store, are_followed_by_every_process) {
    import(categories_csv);
    import(header + rows(1, 20));
    start();
    auto second = search::make_snapshots();
    floor.run(second->start(floor.loop, database.worker(), database.app()));
    reprice("pen-7", 4'200);
    auto both = [&]() -> Task<bool> { co_return co_await snapshots->caught_up(30s) && co_await second->caught_up(30s); };
    EXPECT_TRUE(floor.run(both()));
    for (const auto& each : {snapshots, second}) {
        EXPECT_EQ(each->of(ctx.store)->product("pen-7")->variants.at(0).price.minor, 4'200);
        EXPECT_EQ(each->of(ctx.store)->search({.price_max = 5'000}).total, 1);
    }
    floor.run(second->stop());
}

}  // namespace
}  // namespace vitrine
