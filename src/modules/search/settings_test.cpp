// Settings and the log of searches, through the database and the follower.
#include <gtest/gtest.h>

#include "modules/catalog/api.h"
#include "modules/imports/api.h"
#include "modules/search/api.h"
#include "modules/search/query_log.h"
#include "modules/search/sql.h"
#include "modules/search/tuning_store.h"
#include "tests/support/database.h"

namespace vitrine::search {
namespace {

TEST(settings, have_their_faults_named) {
    auto read = read_json<SearchSettings>(R"({"synonyms":[{"words":["a"]},{"words":[],"means":["b"]}],"pins":[{"products":[]}],"boosts":[{"attribute":"colour","percent":10}]})");
    ASSERT_TRUE(read);
    std::vector<std::string> pointers;
    for (const auto& fault : faults_of(*read)) pointers.push_back(fault.pointer);
    EXPECT_EQ(pointers, (std::vector<std::string>{"/synonyms/0", "/synonyms/1/words", "/pins/0", "/pins/0/products", "/boosts/0"}));
    EXPECT_FALSE(read_json<SearchSettings>(R"({"boosts":[{"brand":"x","percent":-95}]})")) << "nothing can be pushed away for good";
    EXPECT_TRUE(faults_of(*read_json<SearchSettings>("{}")).empty());
}

TEST(query_log, keeps_no_personal_data) {
    EXPECT_EQ(loggable("  Gel   PEN "), "gel pen");
    EXPECT_EQ(loggable("Café"), "cafe");
    EXPECT_EQ(loggable("ali@example.com"), "");
    EXPECT_EQ(loggable("0300-1234567"), "");
    EXPECT_EQ(loggable("call 0300 123 4567 now"), "");
    EXPECT_EQ(loggable("۰۳۰۰۱۲۳۴۵۶۷"), "") << "digits of any script";
    EXPECT_EQ(loggable("a4 80 gsm"), "a4 80 gsm");
    EXPECT_EQ(loggable(std::string(200, 'x')), "");
    EXPECT_EQ(loggable("\xff"), "");
}

class search_of_a_store : public ::testing::Test {
protected:
    test::TestDatabase database;
    test::Shopfloor floor{database, 4};
    Ctx ctx = test::ctx_of(StoreId::next(clock_now()));

    Task<std::optional<std::int64_t>> save(std::string settings, std::optional<std::int64_t> expected) {
        auto body = [&](pg::Tx& tx) -> Task<Result<std::optional<std::int64_t>>> {
            auto version = co_await tx.ask(sql::save_settings(RawJson{settings}, expected, "a test", ctx.now));
            catalog::note_changes(tx, {settings_marker()});
            co_return version;
        };
        auto done = co_await floor.db.transaction(ctx, body);
        co_return *done;
    }
};

TEST_F(search_of_a_store, is_changed_only_over_the_version_that_was_read) {
    EXPECT_EQ(floor.run(save("{}", 3)), std::nullopt) << "there is none yet";
    EXPECT_EQ(floor.run(save("{}", 0)), 1);
    EXPECT_EQ(floor.run(save("{}", 0)), std::nullopt) << "somebody was first";
    EXPECT_EQ(floor.run(save(R"({"sold_out_percent":10})", 1)), 2);
    EXPECT_EQ(floor.run(save("{}", std::nullopt)), 3);
}

TEST_F(search_of_a_store, follows_its_settings_without_loading_products_again) {
    std::string categories = "slug,name,name_local,parent_slug,position\npens,Pens,,,1\n";
    std::string products = "product_slug,title,category,brand,sku,price,currency,stock\nquill,Goose Quill,pens,Kalam,Q-1,10.00,PKR,5\npad,Writing Pad,pens,Waraq,W-1,10.00,PKR,5\n";
    for (const auto& text : {categories, products})
        ASSERT_TRUE(floor.run(imports::run(floor.db, ctx, {[&text] { return imports::bytes_of(std::string_view(text)); }, "test.csv", false, *Currency::parse("PKR")})));
    auto one = make_snapshots(), other = make_snapshots();  // as in two processes
    for (const auto& snapshots : {one, other}) floor.run(snapshots->start(floor.loop, database.worker(), database.app()));
    auto before = one->of(ctx.store)->product_version("quill");
    EXPECT_EQ(one->of(ctx.store)->search({.text = "feather"}).total, 0);
    floor.run(save(R"({"synonyms":[{"words":["feather","goose quill"]}]})", std::nullopt));
    for (const auto& snapshots : {one, other}) {
        EXPECT_TRUE(floor.run(snapshots->caught_up(30s)));
        EXPECT_EQ(snapshots->of(ctx.store)->search({.text = "feather"}).total, 1);
    }
    EXPECT_EQ(one->of(ctx.store)->product_version("quill"), before);
    for (const auto& snapshots : {one, other}) floor.run(snapshots->stop());
}

TEST_F(search_of_a_store, writes_its_log_in_batches_and_reports_it) {
    QueryLog log;
    auto now = clock_now();
    EXPECT_FALSE(log.take_turn(now)) << "nothing to write";
    for (int i = 0; i < 5; ++i) log.searched(ctx.store, "Gel Pen", i == 0 ? std::optional<std::int64_t>(12) : std::nullopt);
    log.searched(ctx.store, "unicorn", 0);
    log.searched(ctx.store, "ali@example.com", 0);
    ASSERT_TRUE(log.take_turn(now));
    EXPECT_FALSE(log.take_turn(now)) << "one writes at a time";
    floor.run(log.write(floor.db, now));
    log.searched(ctx.store, "gel pen", std::nullopt);
    EXPECT_FALSE(log.take_turn(now + 1s));
    EXPECT_TRUE(log.take_turn(now + 11s));
    floor.run(log.write(floor.db, now + 11s));

    auto popular = floor.run(floor.db.read(ctx, sql::report_queries(false, now - 24h, 10)));
    ASSERT_EQ(popular.size(), 2u);
    EXPECT_EQ(popular[0].query, "gel pen");
    EXPECT_EQ(popular[0].searches, 6);
    EXPECT_EQ(popular[0].products, 12);
    auto without = floor.run(floor.db.read(ctx, sql::report_queries(true, now - 24h, 10)));
    ASSERT_EQ(without.size(), 1u);
    EXPECT_EQ(without[0].query, "unicorn");
    auto tuning = floor.run(read_tuning(floor.db, test::ctx_of(ctx.store, now)));
    ASSERT_EQ(tuning->popular.size(), 1u) << "what finds nothing is not suggested";
    EXPECT_EQ(tuning->popular[0].text, "gel pen");
    auto foreign = floor.run(floor.db.read(test::ctx_of(StoreId::next(now)), sql::report_queries(false, now - 24h, 10)));
    EXPECT_TRUE(foreign.empty());
}
TEST_F(search_of_a_store, forgets_its_log_after_three_months) {
    QueryLog log;
    auto now = clock_now();
    log.searched(ctx.store, "old", 1);
    floor.run(log.write(floor.db, now - QueryLog::kept_for - 48h));
    log.searched(ctx.store, "new", 1);
    floor.run(log.write(floor.db, now));
    auto left = floor.run(floor.db.read(ctx, sql::report_queries(false, now - 1'000 * 24h, 10)));
    ASSERT_EQ(left.size(), 1u);
    EXPECT_EQ(left[0].query, "new");
}

}  // namespace
}  // namespace vitrine::search
