// The price lists as staff keep them, over HTTP.
#include <gtest/gtest.h>

#include "modules/quotes/api.h"
#include "tests/shop/desk.h"

namespace vitrine::prices {
namespace {

struct PriceListRoutes : testing::Test {
    static constexpr auto lists = "/api/v1/admin/price-lists";
    std::string body(const std::string& code, const std::string& more = {}) { return R"({"code":")" + code + R"(","name":"Trade","currency":"PKR","includes_tax":true)" + more + "}"; }
    std::string price(const std::string& more, catalog::VariantId variant) { return R"({"prices":[{"variant":")" + variant.text() + "\"" + more + "}]}"; }
    test::Desk desk;
};

TEST_F(PriceListRoutes, a_list_is_made_changed_at_its_version_and_taken_away) {
    auto made = desk.post(lists, body("trade"));
    ASSERT_EQ(made.status, 201) << made.body;
    auto path = std::string(lists) + "/" + made.text("/id");
    EXPECT_EQ(made.header("Location"), path);
    EXPECT_EQ(desk.post(lists, body("trade")).code(), "prices.list_exists");
    auto read = desk.get(path);
    EXPECT_EQ(read.etag(), "\"v1\"");
    auto changed = desk.put(path, body("trade", R"(,"priority":3)"), read.etag());
    EXPECT_EQ(changed.number("/priority"), 3);
    EXPECT_EQ(desk.put(path, body("trade"), read.etag()).code(), "request.stale_version");
    EXPECT_EQ(desk.get(lists).json().at("items").as_array().size(), 1u);
    EXPECT_EQ(desk.del(path, read.etag()).code(), "request.stale_version");
    EXPECT_EQ(desk.del(path, changed.etag()).status, 204);
    EXPECT_EQ(desk.get(path).code(), "prices.list_unknown");
}

TEST_F(PriceListRoutes, faults_are_named_with_their_pointers) {
    EXPECT_EQ(desk.post(lists, body("base")).faults(), std::vector<std::string>{"/code reserved"});
    EXPECT_EQ(desk.post(lists, R"({"code":"a-list","name":"A","currency":"EUR","includes_tax":true})").faults(), std::vector<std::string>{"/currency currency.not_sold_in"});
    EXPECT_EQ(desk.post(lists, body("late", R"(,"valid_from":"2026-05-02","valid_until":"2026-05-01")")).faults(), std::vector<std::string>{"/valid_until out_of_range"});
    EXPECT_EQ(desk.post(lists, body("odd", R"(,"valid_from":"tomorrow")")).faults(), std::vector<std::string>{"/valid_from bad_date"});
    desk.permissions = {"prices:read"};
    EXPECT_EQ(desk.post(lists, body("mine")).status, 403);
    EXPECT_EQ(desk.get(lists).status, 200);
}

TEST_F(PriceListRoutes, prices_are_written_in_bulk_read_in_pages_and_taken_away) {
    desk.category("pens");
    auto variant = desk.first_variant(desk.published("Pen", "pens")), other = desk.first_variant(desk.published("Ink", "pens"));
    auto id = desk.post(lists, body("trade")).text("/id");
    auto path = std::string(lists) + "/" + id + "/prices";
    auto both = R"({"prices":[{"variant":")" + variant.text() + R"(","minor":900},{"variant":")" + variant.text() + R"(","from_quantity":10,"minor":800},{"variant":")" + other.text() + R"(","minor":700}]})";
    EXPECT_EQ(desk.patch(path, both, "\"v1\"").number("/written"), 3);
    EXPECT_EQ(desk.patch(path, both, "\"v1\"").code(), "request.stale_version");
    EXPECT_EQ(desk.send(http::Method::patch, path, both, {}).number("/written"), 0) << "the same again writes nothing";
    auto first = desk.get(path + "?limit=2");
    EXPECT_EQ(first.json().at("items").as_array().size(), 2u);
    auto rest = desk.get(path + "?limit=2&cursor=" + first.text("/next_cursor"));
    EXPECT_EQ(rest.json().at("items").as_array().size(), 1u);
    EXPECT_EQ(desk.get(path + "?cursor=x").faults(), std::vector<std::string>{"/cursor bad_cursor"});
    EXPECT_EQ(desk.send(http::Method::patch, path, price(R"(,"minor":900,"compare_at_minor":800)", variant), {}).faults(), std::vector<std::string>{"/prices/0/compare_at_minor out_of_range"});
    EXPECT_EQ(desk.send(http::Method::patch, path, price(R"(,"from_quantity":10)", variant), {}).number("/removed"), 1);
    EXPECT_EQ(desk.send(http::Method::patch, std::string(lists) + "/" + PriceListId::next(clock_now()).text() + "/prices", both, {}).code(), "prices.list_unknown");
}

}  // namespace
}  // namespace vitrine::prices
