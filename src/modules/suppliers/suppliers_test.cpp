// Feeds from their files to the catalog, with everything that goes wrong on the way.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "modules/prices/api.h"
#include "modules/stock/api.h"
#include "modules/suppliers/items.h"
#include "modules/suppliers/run.h"
#include "tests/shop/supplier_stand.h"

namespace vitrine::test {
namespace {

using namespace suppliers;

/// A stone of a file; what is not said is the same for all.
struct Stone {
    std::string code, certificate;
    std::int64_t price = 4'000;
    std::string availability = "G", lab = "GIA";
};

std::string csv(const std::vector<Stone>& stones) {
    std::string out = "Stock #,Availability,Shape,Weight,Color,Clarity,Cut Grade,Lab,CertNo,Final\n";
    for (const auto& stone : stones)
        out += stone.code + "," + stone.availability + ",RBC,1.02,F,VS1,EX," + stone.lab + "," + stone.certificate + "," + std::to_string(stone.price) + "\n";
    return out;
}

std::vector<Stone> stones(int count, int first = 0) {
    std::vector<Stone> out;
    for (int i = first; i < first + count; ++i) out.push_back({"V-" + std::to_string(i), std::to_string(2'000'000'000 + i)});
    return out;
}

struct supplier_feed : testing::Test {
    Shop shop;
    SupplierStand stand{shop};

    supplier_feed() {
        shop.config.gateway_settings["suppliers_allow_private"] = "true";
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            catalog::save_categories(tx, {{"natural-diamonds", "Natural Diamonds", {}, {}, 0}});
            co_return true;
        };
        shop.run(shop.floor.db.transaction(shop.ctx, body));
        rate("USD", "278.35");
    }

    Ctx now() {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        return ctx;
    }
    void rate(const std::string& currency, const std::string& value) {
        auto set = shop.run(set_rate(shop.app, now(), {*Currency::parse(currency), *Text<10, 10>::parse("2020-01-01"), *Text<1, 30>::parse(value)}));
        ASSERT_TRUE(set.has_value());
    }
    SupplierInput supplier_input(const std::string& code, std::int64_t priority = 100) {
        return {*Slug::parse(code), *Text<1, 120>::parse("Supplier " + code), {}, Whole<0, 1'000>{priority}, *Currency::parse("USD"), {}};
    }
    SupplierId supplier(const std::string& code, std::int64_t priority = 100) {
        auto made = shop.run(create_supplier(shop.app, now(), supplier_input(code, priority)));
        EXPECT_TRUE(made.has_value());
        return made->id;
    }
    FeedInput feed_input(SupplierId supplier, const std::string& code) {
        FeedInput in;
        in.supplier = supplier;
        in.code = *Slug::parse(code);
        in.name = *Text<1, 120>::parse("Feed " + code);
        in.source.kind = SourceKind::pull;
        in.source.url = *Text<8, 1'000>::parse(stand.url(code));
        in.layout.profile = Profile::rapnet;
        in.layout.columns.emplace();
        in.layout.columns->push_back({*Text<1, 120>::parse("Final"), *Text<1, 60>::parse("price_total"), {}, {}});
        in.layout.category = *Slug::parse("natural-diamonds");
        in.pricing.bands = {{{}, {250'000}, {}}};
        return in;
    }
    FeedId feed(SupplierId supplier, const std::string& code) {
        auto made = shop.run(create_feed(shop.app, now(), feed_input(supplier, code)));
        EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().code + " " + (made.error().errors.empty() ? "" : made.error().errors[0].pointer));
        return made->id;
    }
    RunView run(FeedId feed) {
        auto started = shop.run(start_run(shop.app, now(), feed, {}));
        EXPECT_TRUE(started.has_value()) << (started ? "" : started.error().code);
        shop.run_due_jobs(clock_now() + 1s);
        return *shop.run(find_run(shop.app, shop.ctx, started->id));
    }
    RunView run(FeedId id, const std::vector<Stone>& list) {
        auto view = shop.run(find_feed(shop.app, shop.ctx, id));
        stand.files[view->code] = csv(list);
        return run(id);
    }
    std::int64_t available(const std::string& sku) {
        auto variants = shop.run(shop.floor.db.read(shop.ctx, catalog::variants_by_sku({sku})));
        if (variants.empty()) return -1;
        auto rows = shop.run(shop.floor.db.read(shop.ctx, stock::available({variants[0].id})));
        return rows.empty() ? -1 : rows[0].available;
    }
    std::int64_t price(const std::string& sku) {
        auto variants = shop.run(shop.floor.db.read(shop.ctx, catalog::variants_by_sku({sku})));
        auto rows = shop.run(shop.floor.db.read(shop.ctx, prices::current({variants.at(0).id})));
        return rows.at(0).minor;
    }
    ItemView item(const std::string& sku) {
        auto id = shop.run(shop.floor.db.read(shop.ctx, catalog::variants_by_sku({sku}))).at(0).id;
        auto state = shop.run(shop.floor.db.read(shop.ctx, catalog::lock_variant(id)));
        return *shop.run(item_of_product(shop.app, shop.ctx, state->product));
    }
};

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
    auto before = shop.count("select sum(version) from catalog.products");
    auto changes = shop.count("select count(*) from catalog.changes");
    auto got = run(id);
    EXPECT_EQ(got.state, RunState::applied);
    EXPECT_EQ(got.counts.unchanged, 5);
    EXPECT_EQ(got.counts.applied, 0);
    EXPECT_EQ(shop.count("select sum(version) from catalog.products"), before);
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

TEST_F(supplier_feed, asks_again_when_the_supplier_is_slow_and_gives_up_in_the_end) {
    auto id = feed(supplier("north"), "north-natural");
    stand.files["north-natural"] = csv(stones(3));
    stand.answers["north-natural"] = {429, 503};
    stand.retry_after = "120";
    auto got = run(id);
    EXPECT_EQ(got.state, RunState::fetching);
    EXPECT_EQ(got.why, "fetch.too_many");
    shop.run_due_jobs(clock_now() + 60s);                // it asked for patience
    EXPECT_EQ(stand.asked["north-natural"], 1);
    shop.run_due_jobs(clock_now() + 130s);
    EXPECT_EQ(stand.asked["north-natural"], 2);
    shop.run_due_jobs(clock_now() + 600s);
    EXPECT_EQ(shop.run(find_run(shop.app, shop.ctx, got.id))->state, RunState::applied);
    stand.answers["north-natural"] = {403};
    got = run(id);
    EXPECT_EQ(got.state, RunState::failed);
    EXPECT_EQ(got.why, "fetch.refused");
    EXPECT_EQ(available("GIA-2000000000"), 1);
}

TEST_F(supplier_feed, does_not_reach_into_the_private_network) {
    auto id = feed(supplier("north"), "north-natural");
    shop.config.gateway_settings["suppliers_allow_private"] = "false";
    auto got = run(id);
    EXPECT_EQ(got.state, RunState::failed);
    EXPECT_EQ(got.why, "blocked_address");
    EXPECT_EQ(shop.run(create_feed(shop.app, now(), feed_input(got.feed == id ? shop.run(find_feed(shop.app, shop.ctx, id))->supplier : SupplierId{}, "other"))).error().errors.at(0).pointer, "/source/url");
}

TEST_F(supplier_feed, refuses_a_file_that_is_none) {
    auto id = feed(supplier("north"), "north-natural");
    stand.files["north-natural"] = "PK\x03\x04 something packed";
    auto got = run(id);
    EXPECT_EQ(got.state, RunState::failed);
    EXPECT_EQ(got.why, "file.is_spreadsheet");
}

TEST_F(supplier_feed, is_sent_its_secrets_and_never_shows_them) {
    auto in = feed_input(supplier("north"), "north-natural");
    in.secrets = SourceSecrets{std::map<std::string, std::string>{{"Authorization", "Bearer s3cret"}}, {}};
    auto made = shop.run(create_feed(shop.app, now(), in));
    ASSERT_TRUE(made.has_value());
    EXPECT_TRUE(made->has_secrets);
    EXPECT_EQ(to_json(*made).find("s3cret"), std::string::npos);
    EXPECT_EQ(shop.count("select count(*) from suppliers.changes where said::text like '%s3cret%'"), 0);
    run(made->id, stones(1));
    EXPECT_EQ(stand.authorization, "Bearer s3cret");
    in.secrets.reset();
    in.name = *Text<1, 120>::parse("Another name");
    ASSERT_TRUE(shop.run(replace_feed(shop.app, now(), made->id, 1, in)).has_value());
    stand.authorization.clear();
    run(made->id);
    EXPECT_EQ(stand.authorization, "Bearer s3cret");     // left out, so they stay
}

TEST_F(supplier_feed, reads_json_and_xml_alike) {
    auto north = supplier("north");
    auto json = feed_input(north, "north-json");
    json.layout.format = FileFormat::json;
    json.layout.profile = Profile::nivoda;
    json.layout.record = *Text<1, 120>::parse("items");
    auto json_feed = shop.run(create_feed(shop.app, now(), json));
    stand.files["north-json"] = R"({"data":{"items":[{"id":"O1","price":4000,"diamond":{"supplierStockId":"J-1","certificate":{"lab":"GIA","certNumber":"3000000001","shape":"ROUND","carats":1.02,"color":"F","clarity":"VS1"}}}]}})";
    auto first = run(json_feed->id);
    EXPECT_EQ(first.state, RunState::applied) << first.why << first.detail;
    EXPECT_EQ(available("GIA-3000000001"), 1);
    auto xml = feed_input(north, "north-xml");
    xml.layout.format = FileFormat::xml;
    xml.layout.record = *Text<1, 120>::parse("stone");
    auto xml_feed = shop.run(create_feed(shop.app, now(), xml));
    stand.files["north-xml"] = "<r><stone><StockNo>X-1</StockNo><Shape>RBC</Shape><Weight>1.02</Weight><Color>F</Color><Clarity>VS1</Clarity><Lab>GIA</Lab><CertNo>3000000002</CertNo><Final>4000</Final></stone></r>";
    auto second = run(xml_feed->id);
    EXPECT_EQ(second.state, RunState::applied) << second.why << second.detail;
    EXPECT_EQ(price("GIA-3000000002"), price("GIA-3000000001"));
}

TEST_F(supplier_feed, takes_dropped_files_by_its_schedule_once_each) {
    auto folder = std::filesystem::temp_directory_path() / ("vitrine-drop-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "test" / "north-drop");
    shop.config.gateway_settings["supplier_drop_folder"] = folder.string();
    auto in = feed_input(supplier("north"), "north-drop");
    in.source = {SourceKind::drop, {}, {}};
    in.every_minutes = Whole<5, 10'080>{10};
    auto made = shop.run(create_feed(shop.app, now(), in));
    ASSERT_TRUE(made.has_value()) << made.error().errors.at(0).pointer;
    auto runs = [&] { return shop.count("select count(*) from suppliers.runs"); };
    auto at = clock_now();
    shop.run_due_jobs(at + std::chrono::minutes(11));
    EXPECT_EQ(runs(), 0);                                // nothing there
    std::ofstream(folder / "test" / "north-drop" / "stones.csv.part") << csv(stones(1));
    shop.run_due_jobs(at + std::chrono::minutes(22));
    EXPECT_EQ(runs(), 0);                                // still being written
    std::ofstream(folder / "test" / "north-drop" / "stones.csv") << csv(stones(3));
    shop.run_due_jobs(at + std::chrono::minutes(33));
    shop.run_due_jobs(at + std::chrono::minutes(33));
    EXPECT_EQ(runs(), 1);
    EXPECT_EQ(available("GIA-2000000002"), 1);
    shop.run_due_jobs(at + std::chrono::minutes(44));
    EXPECT_EQ(runs(), 1);                                // the same file is no news
    std::filesystem::remove_all(folder);
}

TEST_F(supplier_feed, takes_uploads_in_parts) {
    auto in = feed_input(supplier("north"), "north-upload");
    in.source = {SourceKind::upload, {}, {}};
    auto made = shop.run(create_feed(shop.app, now(), in));
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(shop.run(start_run(shop.app, now(), made->id, {})).error().code, "suppliers.needs_upload");
    auto upload = shop.run(imports::open_upload(shop.app, now(), {}));
    auto text = csv(stones(3));
    shop.run(imports::put_part(shop.app, now(), upload->id, 2, text.substr(50)));
    auto parts = Whole<1, imports::most_parts>{2};
    EXPECT_EQ(shop.run(start_run(shop.app, now(), made->id, {upload->id, parts})).error().code, "imports.parts_missing");
    shop.run(imports::put_part(shop.app, now(), upload->id, 1, text.substr(0, 50)));
    auto started = shop.run(start_run(shop.app, now(), made->id, {upload->id, parts}));
    ASSERT_TRUE(started.has_value()) << started.error().code;
    EXPECT_EQ(shop.run(start_run(shop.app, now(), made->id, {upload->id, parts})).error().code, "suppliers.feed_busy");
    shop.run_due_jobs(clock_now() + 1s);
    EXPECT_EQ(shop.run(find_run(shop.app, shop.ctx, started->id))->state, RunState::applied);
    EXPECT_EQ(available("GIA-2000000002"), 1);
}

TEST_F(supplier_feed, is_called_off_before_it_begins) {
    auto id = feed(supplier("north"), "north-natural");
    stand.files["north-natural"] = csv(stones(3));
    auto started = shop.run(start_run(shop.app, now(), id, {}));
    ASSERT_TRUE(shop.run(cancel_run(shop.app, now(), started->id)).has_value());
    shop.run_due_jobs(clock_now() + 1s);
    EXPECT_EQ(shop.run(find_run(shop.app, shop.ctx, started->id))->state, RunState::cancelled);
    EXPECT_EQ(shop.count("select count(*) from suppliers.offers"), 0);
    auto done = run(id);
    EXPECT_EQ(shop.run(cancel_run(shop.app, now(), done.id)).error().code, "suppliers.run_over");
}

TEST_F(supplier_feed, goes_on_where_a_worker_died) {
    auto id = feed(supplier("north"), "north-natural");
    auto got = run(id, stones(4'300));
    EXPECT_EQ(got.state, RunState::applied) << got.detail;
    // As a process leaves it that dies after the first two thousand rows: those are committed, the position says so, the rest was never written.
    shop.count("with undone as (update suppliers.offers set is_listed = false, quantity = 0, hash = gen_random_uuid() where code >= 'V-4' returning 1) select count(*) from undone");
    auto started = shop.run(start_run(shop.app, now(), id, {}));
    auto upload = shop.run(imports::open_upload(shop.app, now(), {}));
    shop.run(imports::put_part(shop.app, now(), upload->id, 1, stand.files["north-natural"]));
    shop.count("with moved as (update suppliers.runs set state = 'applying', position = 2000, parts = 1, upload = '" + upload->id.text() + "', counts = '" +
               to_json(RunCounts{.rows = 4'300, .applied = 2'000}) + "' where id = '" + uuid_text(started->id.value) + "' returning 1) select count(*) from moved");
    auto firsts = shop.count("select count(*) from suppliers.offers where code in (select 'V-' || n from generate_series(0, 1999) n) and not is_listed");
    shop.run_due_jobs(clock_now() + 1s);
    auto after = *shop.run(find_run(shop.app, shop.ctx, started->id));
    EXPECT_EQ(after.state, RunState::applied) << after.detail;
    EXPECT_EQ(shop.count("select count(*) from suppliers.offers where not is_listed"), firsts);   // what was behind it was not read again
    EXPECT_EQ(shop.count("select count(*) from suppliers.offers where is_listed"), 4'300 - firsts);
    EXPECT_GT(firsts, 0);
}

TEST_F(supplier_feed, shows_how_a_sample_would_be_read_and_priced) {
    auto in = feed_input(supplier("north"), "north-natural");
    PreviewInput sample{in.layout, in.pricing, *Currency::parse("USD"), *Text<1, 200'000>::parse(csv({{"V-1", "2000000001"}, {"V-2", "2000000002", 0}}))};
    auto got = shop.run(preview(shop.app, now(), sample));
    ASSERT_TRUE(got.has_value());
    ASSERT_EQ(got->rows.size(), 2u);
    EXPECT_EQ(got->rows[0].price->minor, 139'175'000);
    EXPECT_EQ(got->rows[0].title, "1.02 ct Round Diamond, F VS1, EX Cut, GIA 2000000001");
    EXPECT_EQ(got->rows[1].faults.at(0).code, "price.not_positive");
    EXPECT_EQ(got->columns[0].field, "stock_no");
    EXPECT_EQ(got->columns[2].example, "RBC");
    EXPECT_EQ(shop.count("select count(*) from suppliers.offers"), 0);
    sample.sample = *Text<1, 200'000>::parse("just words");
    EXPECT_EQ(shop.run(preview(shop.app, now(), sample)).error().code, "suppliers.unreadable");
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
