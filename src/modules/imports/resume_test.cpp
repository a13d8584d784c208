// A large file is applied in several transactions; what broke off is carried on.
#include <thread>

#include <gtest/gtest.h>

#include "modules/catalog/api.h"
#include "modules/imports/api.h"
#include "modules/stock/api.h"
#include "tests/support/database.h"

namespace vitrine::imports {
namespace {

constexpr int products = 4'300, a_transaction = 2'000;

std::string file(int stock = 5, const std::string& last_price = "1.00") {
    std::string out = "product_slug,title,category,brand,sku,price,currency,stock\n";
    for (int i = 0; i < products; ++i) {
        auto n = std::to_string(i);
        out += "pen-" + n + ",Pen " + n + ",pens,Kalam,PEN-" + n + "," + (i == products - 1 ? last_price : "1.00") + ",PKR," + std::to_string(stock) + "\n";
    }
    return out;
}

class large_import : public testing::Test {
protected:
    test::TestDatabase database;
    test::Shopfloor floor{database, 4};
    Ctx ctx = test::ctx_of(StoreId::next(clock_now()));
    ImportId begun;
    int readings = 0;

    void SetUp() override {
        const std::string categories = "slug,name,name_local,parent_slug,position\npens,Pens,,,1\n";
        ASSERT_TRUE(floor.run(run(floor.db, ctx, request(categories))));
        readings = 0;
    }
    Request request(const std::string& text) {
        return {[&text, this] { return ++readings, bytes_of(std::string_view(text)); }, "large.csv", false, *Currency::parse("PKR"), [this](ImportId id) { begun = id; }};
    }
    /// The second transaction dies, well after the first was committed, and nobody is left to write anything down.
    void import_and_be_killed(const std::string& text) {
        database.run("create function public.die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;"
                     "create trigger die before insert on catalog.products for each row when (new.slug = 'pen-3500') execute function public.die()");
        EXPECT_THROW(floor.run(run(floor.db, ctx, request(text))), pg::Error);
        database.run("drop trigger die on catalog.products; drop function public.die()");
    }
    std::int64_t count() {
        std::vector<std::string> slugs;
        for (int i = 0; i < products; ++i) slugs.push_back("pen-" + std::to_string(i));
        return std::int64_t(floor.run(floor.db.read(ctx, catalog::product_states(slugs))).size());
    }
    std::vector<catalog::VariantId> variant(int number) { return {floor.run(floor.db.read(ctx, catalog::variants_by_sku({"PEN-" + std::to_string(number)}))).at(0).id}; }
    std::int64_t available(int number) { return floor.run(floor.db.read(ctx, stock::available(variant(number)))).at(0).available; }
    void recount(int number, std::int64_t on_hand) {
        auto ids = variant(number);
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            stock::set_on_hand(tx, ids, {on_hand}, "count");
            co_return true;
        };
        ASSERT_TRUE(floor.run(floor.db.transaction(ctx, body)));
    }
};

TEST_F(large_import, keeps_what_was_committed_when_it_is_killed_and_goes_on_there) {
    auto text = file();
    import_and_be_killed(text);
    EXPECT_EQ(count(), a_transaction);
    auto halfway = floor.run(report(floor.db, ctx, begun));
    ASSERT_TRUE(halfway);
    EXPECT_EQ(halfway->state, "applying");
    EXPECT_EQ(halfway->counts.created, a_transaction);
    recount(7, 3);  // sold meanwhile: the file is not asked again

    auto done = floor.run(resume(floor.db, ctx, begun, request(text)));
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(done->state, "applied");
    EXPECT_EQ(done->id, begun);
    EXPECT_EQ(done->counts.created, products);
    EXPECT_EQ(done->counts.unchanged, 0);
    EXPECT_EQ(done->counts.levels_set, products);
    EXPECT_EQ(count(), products);
    EXPECT_EQ(available(7), 3);
    EXPECT_EQ(available(products - 1), 5);
}

TEST_F(large_import, is_carried_on_with_the_same_file_only) {
    auto text = file(), other_stock = file(6), other_price = file(5, "2.00");
    import_and_be_killed(text);
    for (const auto* wrong : {&other_stock, &other_price}) {
        auto refused = floor.run(resume(floor.db, ctx, begun, request(*wrong)));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, other_file.code);
    }
    EXPECT_EQ(count(), a_transaction);
    EXPECT_TRUE(floor.run(resume(floor.db, ctx, begun, request(text)))) << "and can still be carried on";
}

TEST_F(large_import, writes_nothing_of_a_file_whose_last_row_is_faulty) {
    auto text = file(5, "cheap");
    auto refused = floor.run(run(floor.db, ctx, request(text)));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->state, "refused");
    EXPECT_EQ(count(), 0);
    auto carried_on = floor.run(resume(floor.db, ctx, begun, request(text)));
    ASSERT_FALSE(carried_on);
    EXPECT_EQ(carried_on.error().code, not_resumable.code);
}

TEST_F(large_import, gives_its_report_when_it_is_carried_on_after_its_end) {
    auto text = file();
    auto done = floor.run(run(floor.db, ctx, request(text)));
    ASSERT_TRUE(done);
    auto again = floor.run(resume(floor.db, ctx, begun, request(text)));
    ASSERT_TRUE(again);
    EXPECT_EQ(to_json(*again), to_json(*done));
    EXPECT_EQ(floor.run(resume(floor.db, ctx, ImportId::next(clock_now()), request(text))).error().code, not_found.code);
}

TEST_F(large_import, is_carried_on_by_one_process_at_a_time) {
    auto text = file();
    import_and_be_killed(text);
    auto racing = request(text);
    auto win = [&] {
        test::Shopfloor elsewhere(database, 2);
        EXPECT_TRUE(elsewhere.run(resume(elsewhere.db, ctx, begun, request(text))));
    };
    bool has_raced = false;
    racing.open = [&]() -> ByteSource {
        // Between the check and the first transaction of this process another one carries the run to its end.
        if (++readings >= 5 && !std::exchange(has_raced, true)) std::thread(win).join();
        return bytes_of(std::string_view(text));
    };
    auto refused = floor.run(resume(floor.db, ctx, begun, racing));
    EXPECT_TRUE(has_raced);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, busy.code);
    EXPECT_EQ(floor.run(report(floor.db, ctx, begun))->state, "applied") << "the loser leaves the winner's run alone";
    EXPECT_EQ(count(), products);
}

}  // namespace
}  // namespace vitrine::imports
