// Where a feed's file comes from, and everything that goes wrong on the way.
#include <filesystem>
#include <fstream>

#include "tests/shop/supplier_house.h"

namespace vitrine::test {
namespace {

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
    PreviewInput sample{in.layout, in.pricing, *Currency::parse("USD"), csv({{"V-1", "2000000001"}, {"V-2", "2000000002", 0}})};
    auto got = shop.run(preview(shop.app, now(), sample));
    ASSERT_TRUE(got.has_value());
    ASSERT_EQ(got->rows.size(), 2u);
    EXPECT_EQ(got->rows[0].price->minor, 139'175'000);
    EXPECT_EQ(got->rows[0].title, "1.02 ct Round Diamond, F VS1, EX Cut, GIA 2000000001");
    EXPECT_EQ(got->rows[1].faults.at(0).code, "price.not_positive");
    EXPECT_EQ(got->columns[0].field, "stock_no");
    EXPECT_EQ(got->columns[2].example, "RBC");
    EXPECT_EQ(shop.count("select count(*) from suppliers.offers"), 0);
    sample.sample = "just words";
    EXPECT_EQ(shop.run(preview(shop.app, now(), sample)).error().code, "suppliers.unreadable");
}

}  // namespace
}  // namespace vitrine::test
