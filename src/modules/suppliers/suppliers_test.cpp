// What a feed's file does to the catalog.
#include "tests/shop/supplier_house.h"

namespace vitrine::test {
namespace {

TEST_F(supplier_feed, makes_products_of_its_rows_with_the_shops_prices) {
    auto id = feed(supplier("north"), "north-natural");
    auto got = run(id, stones(5));
    EXPECT_EQ(got.state, RunState::applied) << got.why << " " << got.detail;
    EXPECT_EQ(got.counts.rows, 5);
    EXPECT_EQ(got.counts.new_rows, 5);
    EXPECT_EQ(available("GIA-2000000000"), 1);
    EXPECT_EQ(price("GIA-2000000000"), 139'175'000);  // 4,000 × 278.35 × 1.25
    EXPECT_EQ(shop.count("select count(*) from imports.parts"), 0);   // the file is not kept for ever
}

TEST_F(supplier_feed, changes_nothing_the_second_time) {
    auto id = feed(supplier("north"), "north-natural");
    run(id, stones(5));
    auto before = shop.count("select sum(version)::bigint from catalog.products");
    auto changes = shop.count("select count(*) from catalog.changes");
    auto got = run(id);
    EXPECT_EQ(got.state, RunState::applied);
    EXPECT_EQ(got.counts.unchanged, 5);
    EXPECT_EQ(got.counts.applied, 0);
    EXPECT_EQ(shop.count("select sum(version)::bigint from catalog.products"), before);
    EXPECT_EQ(shop.count("select count(*) from catalog.changes"), changes);
}

TEST_F(supplier_feed, takes_what_is_good_and_reports_the_rest_row_by_row) {
    auto list = stones(5);
    list[2].price = 0;
    auto got = run(feed(supplier("north"), "north-natural"), list);
    EXPECT_EQ(got.state, RunState::applied);
    EXPECT_EQ(got.counts.faulty, 1);
    EXPECT_EQ(got.counts.new_rows, 4);
    auto faults = shop.run(list_run_faults(shop.app, shop.ctx, got.id, -1, 100));
    ASSERT_EQ(faults->items.size(), 1u);
    EXPECT_EQ(faults->items[0].code, "price.not_positive");
    EXPECT_EQ(faults->items[0].row, 4);
    EXPECT_EQ(faults->items[0].column, "Final");
}

TEST_F(supplier_feed, stops_when_too_many_goods_vanish_until_a_person_lets_it_through) {
    auto id = feed(supplier("north"), "north-natural");
    run(id, stones(10));
    auto got = run(id, stones(5));
    EXPECT_EQ(got.state, RunState::held);
    EXPECT_EQ(got.why, "vanishing");
    EXPECT_EQ(got.counts.gone, 5);
    EXPECT_EQ(available("GIA-2000000009"), 1);        // nothing is changed yet
    EXPECT_EQ(shop.run(let_through(shop.app, now(), RunId::next(clock_now()), {*Text<3, 500>::parse("sold out")})).error().code, "suppliers.run_not_found");
    auto through = shop.run(let_through(shop.app, now(), got.id, {*Text<3, 500>::parse("they sold a parcel, I asked")}));
    ASSERT_TRUE(through.has_value());
    shop.run_due_jobs(clock_now() + 1s);
    got = *shop.run(find_run(shop.app, shop.ctx, got.id));
    EXPECT_EQ(got.state, RunState::applied);
    EXPECT_EQ(got.let_through_reason, "they sold a parcel, I asked");
    EXPECT_EQ(available("GIA-2000000009"), 0);        // not to be had, and not deleted
    EXPECT_EQ(available("GIA-2000000004"), 1);
    EXPECT_EQ(shop.run(let_through(shop.app, now(), got.id, {*Text<3, 500>::parse("again")})).error().code, "suppliers.run_not_held");
}

TEST_F(supplier_feed, gives_way_to_a_later_file_when_it_is_held) {
    auto id = feed(supplier("north"), "north-natural");
    run(id, stones(10));
    auto held = run(id, stones(2));
    EXPECT_EQ(held.state, RunState::held);
    auto got = run(id, stones(10));
    EXPECT_EQ(got.state, RunState::applied);
    held = *shop.run(find_run(shop.app, shop.ctx, held.id));
    EXPECT_EQ(held.state, RunState::cancelled);
    EXPECT_EQ(held.why, "superseded");
}

TEST_F(supplier_feed, brings_back_what_had_vanished) {
    auto id = feed(supplier("north"), "north-natural");
    run(id, stones(10));
    run(id, stones(9));
    EXPECT_EQ(available("GIA-2000000009"), 0);
    auto got = run(id, stones(10));
    EXPECT_EQ(got.counts.returned, 1);
    EXPECT_EQ(available("GIA-2000000009"), 1);
}

TEST_F(supplier_feed, raises_an_alarm_when_a_price_jumps) {
    auto id = feed(supplier("north"), "north-natural");
    auto list = stones(10);
    run(id, list);
    list[3].price = 6'000;
    list[4].price = 4'100;
    auto got = run(id, list);
    EXPECT_EQ(got.state, RunState::applied);
    EXPECT_EQ(got.counts.changed, 2);
    EXPECT_EQ(got.counts.jumps, 1);
    auto diffs = shop.run(list_run_diffs(shop.app, shop.ctx, got.id, -1, 100));
    ASSERT_EQ(diffs->items.size(), 2u);
    EXPECT_EQ(diffs->items[0].what, Difference::jumped);
    EXPECT_EQ(diffs->items[0].code, "V-3");
    EXPECT_EQ(price("GIA-2000000004"), 142'654'375);
    for (auto& stone : list) stone.price = 40;         // somebody forgot a factor
    EXPECT_EQ(run(id, list).why, "jumps");
    EXPECT_EQ(price("GIA-2000000004"), 142'654'375);
}

TEST_F(supplier_feed, sells_the_best_of_several_offers_for_one_stone) {
    auto north = feed(supplier("north", 1), "north-natural"), south = feed(supplier("south", 2), "south-natural");
    run(north, stones(2));
    auto theirs = stones(2);
    theirs[0].code = "S-0", theirs[0].price = 3'000;
    theirs[1].code = "S-1", theirs[1].price = 5'000;
    run(south, theirs);
    EXPECT_EQ(shop.count("select count(*) from catalog.products"), 2);   // one product a stone
    EXPECT_EQ(price("GIA-2000000000"), 104'381'250);
    EXPECT_EQ(price("GIA-2000000001"), 139'175'000);
    auto both = item("GIA-2000000000");
    ASSERT_EQ(both.offers.size(), 2u);
    EXPECT_TRUE(both.offers[0].is_best);
    EXPECT_EQ(both.offers[0].code, "S-0");
    // The better offer goes out on memo: the other one is sold.
    theirs[0].availability = "M";
    run(south, theirs);
    EXPECT_EQ(price("GIA-2000000000"), 139'175'000);
    EXPECT_EQ(available("GIA-2000000000"), 1);
}

TEST_F(supplier_feed, follows_a_stone_whose_number_the_supplier_changes) {
    auto id = feed(supplier("north"), "north-natural");
    auto list = stones(10);
    run(id, list);
    list[7].code = "NEW-7";
    auto got = run(id, list);
    EXPECT_EQ(got.state, RunState::applied);
    EXPECT_EQ(got.counts.new_rows, 1);
    EXPECT_EQ(got.counts.gone, 1);
    EXPECT_EQ(available("GIA-2000000007"), 1);
    EXPECT_EQ(shop.count("select count(*) from catalog.products"), 10);
}

TEST_F(supplier_feed, no_longer_sells_what_a_paused_supplier_offers) {
    auto north = supplier("north");
    run(feed(north, "north-natural"), stones(3));
    auto in = supplier_input("north");
    in.state = SupplierState::paused;
    ASSERT_TRUE(shop.run(replace_supplier(shop.app, now(), north, 1, in)).has_value());
    shop.run_due_jobs(clock_now() + 1s);
    EXPECT_EQ(available("GIA-2000000000"), 0);
    EXPECT_EQ(shop.run(replace_supplier(shop.app, now(), north, 1, in)).error().code, "request.stale_version");
    in.state = SupplierState::active;
    ASSERT_TRUE(shop.run(replace_supplier(shop.app, now(), north, 2, in)).has_value());
    shop.run_due_jobs(clock_now() + 1s);
    EXPECT_EQ(available("GIA-2000000000"), 1);
}

TEST_F(supplier_feed, keeps_a_stone_out_of_reach_while_it_is_on_hold) {
    auto id = feed(supplier("north"), "north-natural");
    auto list = stones(3);
    run(id, list);
    auto held = item("GIA-2000000001");
    auto until = clock_now() + 1h;
    ASSERT_TRUE(shop.run(hold_item(shop.app, now(), held.id, {*Text<3, 500>::parse("shown in the salon"), until})).has_value());
    EXPECT_EQ(available("GIA-2000000001"), 0);
    list[1].price = 4'001;
    run(id, list);                                       // a feed does not end it
    EXPECT_EQ(available("GIA-2000000001"), 0);
    shop.run_due_jobs(until + 1s);
    EXPECT_EQ(available("GIA-2000000001"), 1);
    ASSERT_TRUE(shop.run(hold_item(shop.app, now(), held.id, {*Text<3, 500>::parse("sold in the salon"), {}})).has_value());
    ASSERT_TRUE(shop.run(release_item(shop.app, now(), held.id)).has_value());
    ASSERT_TRUE(shop.run(release_item(shop.app, now(), held.id)).has_value());
    EXPECT_EQ(available("GIA-2000000001"), 1);
    EXPECT_EQ(shop.run(hold_item(shop.app, now(), ItemId::next(clock_now()), {*Text<3, 500>::parse("none"), {}})).error().code, "suppliers.item_not_found");
}

TEST_F(supplier_feed, does_not_restock_what_the_shop_has_sold_itself) {
    auto id = feed(supplier("north"), "north-natural");
    auto list = stones(2);
    run(id, list);
    auto variant = shop.run(shop.floor.db.read(shop.ctx, catalog::variants_by_sku({"GIA-2000000000"}))).at(0).id;
    auto sold = [&](pg::Tx& tx) -> Task<Result<bool>> {
        stock::set_on_hand(tx, {variant}, {0}, "sold over the counter");
        co_return true;
    };
    shop.run(shop.floor.db.transaction(shop.ctx, sold));
    list[0].price = 4'001;                               // the supplier has not heard of it yet
    EXPECT_EQ(run(id, list).counts.changed, 1);
    EXPECT_EQ(available("GIA-2000000000"), 0);
}

TEST_F(supplier_feed, leaves_products_of_others_alone) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        catalog::ProductInput mine{"house-stone", "House stone", {}, "", "natural-diamonds", {}, catalog::Status::published, {}, {}, {}};
        catalog::save_products(tx, {mine});
        catalog::save_variants(tx, {{"house-stone", "GIA-2000000001"}});
        co_return true;
    };
    shop.run(shop.floor.db.transaction(shop.ctx, body));
    auto got = run(feed(supplier("north"), "north-natural"), stones(3));
    EXPECT_EQ(got.state, RunState::applied) << got.detail;
    EXPECT_EQ(shop.count("select count(*) from catalog.products"), 3);
    EXPECT_EQ(shop.count("select count(*) from suppliers.run_faults where code = 'product.taken'"), 1);
}

TEST_F(supplier_feed, says_nothing_of_the_supplier_in_the_catalog) {
    auto got = run(feed(supplier("north"), "north-natural"), {{"SECRET-77", "2000000001"}, {"SECRET-78", ""}});
    EXPECT_EQ(got.counts.new_rows, 2) << got.detail;
    for (auto table : {"catalog.products", "catalog.variants"})
        EXPECT_EQ(shop.count(std::string("select count(*) from ") + table + " t where to_jsonb(t)::text ilike '%secret-7%' or to_jsonb(t)::text ilike '%north%'"), 0) << table;
}

TEST_F(supplier_feed, uses_the_rate_of_the_day) {
    auto id = feed(supplier("north"), "north-natural");
    run(id, stones(1));
    auto tomorrow = format_rfc3339(clock_now() + std::chrono::hours(48)).substr(0, 10);
    ASSERT_TRUE(shop.run(set_rate(shop.app, now(), {*Currency::parse("USD"), *Text<10, 10>::parse(tomorrow), *Text<1, 30>::parse("300")})).has_value());
    EXPECT_EQ(run(id).counts.unchanged, 1);              // it has not begun
    rate("USD", "280");
    EXPECT_EQ(run(id).counts.changed, 1);
    EXPECT_EQ(price("GIA-2000000000"), 140'000'000);
    for (auto bad : {"0", "-1", "1e3", "1.0000000001", "10000000"})
        EXPECT_EQ(shop.run(set_rate(shop.app, now(), {*Currency::parse("USD"), *Text<10, 10>::parse("2026-01-01"), *Text<1, 30>::parse(bad)})).error().errors.at(0).pointer, "/rate") << bad;
    EXPECT_EQ(shop.run(set_rate(shop.app, now(), {*Currency::parse("USD"), *Text<10, 10>::parse("2026-02-30"), *Text<1, 30>::parse("1")})).error().errors.at(0).pointer, "/from");
}

}  // namespace
}  // namespace vitrine::test
