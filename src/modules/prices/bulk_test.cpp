#include "modules/prices/bulk.h"

#include <gtest/gtest.h>

#include "tests/shop/desk.h"
#include "tests/shop/shop.h"

namespace vitrine::prices {
namespace {

Change change(const std::string& members) { return read_json<Change>(R"({"reason":"a test")" + members + "}").value(); }
PriceRow row(std::int64_t minor, std::optional<std::int64_t> compare_at = {}) { return {{}, *Currency::parse("PKR"), minor, compare_at, {}}; }

TEST(price_change, works_by_factor_amount_rounding_and_charm_in_this_order) {
    EXPECT_EQ(changed_price(10'000, change(R"(,"factor_ppm":1075000)")), 10'750);
    EXPECT_EQ(changed_price(333, change(R"(,"factor_ppm":500000)")), 167) << "half up";
    EXPECT_EQ(changed_price(10'000, change(R"(,"factor_ppm":1100000,"add_minor":-60,"round_to_minor":500,"less_minor":1)")), 10'999);
    EXPECT_EQ(changed_price(100, change(R"(,"add_minor":-500)")), 0) << "never below zero";
    EXPECT_EQ(changed_price(0, change(R"(,"less_minor":1)")), 0);
}

TEST(price_change, keeps_sets_or_clears_the_former_price) {
    EXPECT_EQ(changed(row(10'000, 12'000), change(R"(,"factor_ppm":900000)")).compare_at->minor, 12'000);
    EXPECT_EQ(changed(row(10'000, 12'000), change(R"(,"factor_ppm":1300000)")).compare_at, std::nullopt) << "it is no longer above the price";
    EXPECT_EQ(changed(row(10'000), change(R"(,"factor_ppm":900000,"former":"until_now")")).compare_at->minor, 10'000);
    EXPECT_EQ(changed(row(10'000), change(R"(,"factor_ppm":1100000,"former":"until_now")")).compare_at, std::nullopt);
    EXPECT_EQ(changed(row(10'000, 12'000), change(R"(,"former":"clear")")).compare_at, std::nullopt);
}

struct PriceChanges : testing::Test {
    static constexpr auto path = "/api/v1/admin/price-changes";
    PriceChanges() {
        desk.category("pens");
        desk.category("inks");
        pen = desk.published("Pen", "pens");
        ink = desk.published("Ink", "inks");
    }
    test::Reply post(const std::string& body, const std::string& key) { return desk.post(path, body, {{"idempotency-key", key}}); }
    std::int64_t price(const std::string& slug) {
        desk.seen();
        return desk.get("/api/v1/products/" + slug).number("/variants/0/price/minor");
    }
    test::Desk desk;
    std::string pen, ink;
};

TEST_F(PriceChanges, are_looked_at_first_then_made_once_and_written_down) {
    auto raise = [](bool is_dry) { return std::string(R"({"category":"pens","factor_ppm":1100000,"reason":"new season","dry_run":)") + (is_dry ? "true}" : "false}"); };
    auto dry = desk.post(path, raise(true));
    EXPECT_EQ(dry.number("/changed"), 1) << dry.body;
    EXPECT_EQ(dry.number("/items/0/to/minor"), 11'000);
    EXPECT_EQ(price("pen"), 10'000);
    auto done = post(raise(false), "k1");
    EXPECT_EQ(done.number("/changed"), 1);
    EXPECT_EQ(price("pen"), 11'000);
    EXPECT_EQ(price("ink"), 10'000) << "another category";
    auto again = post(raise(false), "k1");
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
    EXPECT_EQ(again.body, done.body);
    EXPECT_EQ(price("pen"), 11'000) << "sent twice, raised once";
    EXPECT_EQ(post(R"({"category":"inks","factor_ppm":2000000,"reason":"other"})", "k1").code(), "idempotency.key_reused");
    auto audit = desk.get(path);
    EXPECT_EQ(audit.json().at("items").as_array().size(), 1u);
    EXPECT_EQ(audit.text("/items/0/actor"), "key_test");
    EXPECT_EQ(audit.text("/items/0/reason"), "new season");
    EXPECT_EQ(audit.number("/items/0/report/changed"), 1);
}

TEST_F(PriceChanges, sent_ten_times_at_once_with_one_key_change_once) {
    auto body = R"({"variants":[")" + desk.first_variant(pen).text() + R"("],"factor_ppm":1100000,"reason":"new season"})";
    std::vector<Task<test::Reply>> posts;
    for (int i = 0; i < 10; ++i) posts.push_back(desk.ask(http::Method::post, path, body, {{"idempotency-key", "k"}}));
    for (const auto& answer : desk.run(test::all_of(std::move(posts)))) EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(price("pen"), 11'000);
}

TEST_F(PriceChanges, are_refused_with_pointers) {
    EXPECT_EQ(desk.post(path, R"({"category":"pens","factor_ppm":1100000,"reason":"x y"})").faults(), std::vector<std::string>{"/headers/idempotency-key required"});
    EXPECT_EQ(post(R"({"factor_ppm":1100000,"reason":"a reason"})", "k").faults(), std::vector<std::string>{"/variants required"});
    EXPECT_EQ(post(R"({"category":"pens","reason":"a reason"})", "k").faults().size(), 1u);
    EXPECT_EQ(post(R"({"category":"pens","factor_ppm":0,"reason":"a reason"})", "k").status, 422);
    desk.permissions = {"prices:read"};
    EXPECT_EQ(post(R"({"category":"pens","factor_ppm":1100000,"reason":"a reason"})", "k").status, 403);
    auto unknown = catalog::VariantId::next(clock_now()).text();
    desk.permissions = {"*"};
    EXPECT_EQ(post(R"({"variants":[")" + unknown + R"("],"factor_ppm":1100000,"reason":"a reason"})", "k2").number("/without_price"), 1);
}

}  // namespace
}  // namespace vitrine::prices
