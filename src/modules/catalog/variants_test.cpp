// Options and variants, up to the most that a product may have.
#include <gtest/gtest.h>

#include "modules/storefront/api.h"
#include "tests/shop/desk.h"

namespace vitrine::catalog {
namespace {

using test::Desk;
const std::string products = "/api/v1/admin/products";
using Words = std::vector<std::string>;

std::string list_of(std::string prefix, int count) {
    std::string out;
    for (int i = 1; i <= count; ++i) out += (out.empty() ? "\"" : ",\"") + prefix + std::to_string(i) + "\"";
    return "[" + out + "]";
}

struct product_variants : testing::Test {
    Desk desk;
    product_variants() { desk.category("rings"); }
    test::Reply ring(std::string options) { return desk.product(R"({"title":"Ring","category":"rings","options":)" + options + "}"); }
    test::Reply add(const test::Reply& product, std::string variants) {
        return desk.post(products + "/" + product.text("/id") + "/variants", R"({"variants":[)" + variants + "]}", {{"if-match", product.etag()}});
    }
    std::vector<VariantId> ids(const test::Reply& product) {
        std::vector<VariantId> out;
        auto json = product.json();
        for (const auto& variant : json.at("variants").as_array()) out.push_back(*VariantId::parse(std::string(variant.at("id").as_string())));
        return out;
    }
};

TEST_F(product_variants, have_one_value_of_each_option) {
    auto made = ring(R"([{"name":"Metal","values":["Gold","Silver"]},{"name":"Size","values":["5","6"]}])");
    ASSERT_EQ(made.status, 201) << made.body;
    auto refused = add(made, R"({"sku":"R-1","options":{"Metal":"Gold"}},{"sku":"R-2","options":{"Metal":"Brass","Size":"5","Stone":"Ruby"}},{"options":{"Metal":"Gold","Size":"5"}})");
    EXPECT_EQ(refused.faults(), (Words{"/variants/0/options option.missing", "/variants/1/options/Metal option.value_unknown", "/variants/1/options/Stone option.unknown", "/variants/2/sku required"}));
    auto twice = add(made, R"({"sku":"R-1","options":{"Metal":"Gold","Size":"5"}},{"sku":"R-2","options":{"Size":"5","Metal":"Gold"}})");
    EXPECT_EQ(twice.faults(), Words{"/options option.duplicate_combination"});
    auto fine = add(made, R"({"sku":"R-1","options":{"Metal":"Gold","Size":"5"},"barcode":"96385074","weight_grams":4,"dimensions_mm":{"length":20,"width":20,"height":8}})");
    ASSERT_EQ(fine.status, 201) << fine.body;
    EXPECT_EQ(fine.number("/variants/0/dimensions_mm/height"), 8);
    auto still_used = desk.patch(products + "/" + made.text("/id"), R"({"options":[{"name":"Metal","values":["Silver"]},{"name":"Size","values":["5"]}]})", fine.etag());
    EXPECT_EQ(still_used.faults(), Words{"/options option.in_use"});
}

TEST_F(product_variants, do_not_share_skus_or_barcodes) {
    auto first = ring("[]");
    ASSERT_EQ(add(first, R"({"sku":"R-1","barcode":"96385074"})").status, 201);
    auto other = desk.product(R"({"title":"Other","category":"rings"})");
    auto taken = add(other, R"({"sku":"R-1","barcode":"96385074"})");
    EXPECT_EQ(taken.status, 409);
    EXPECT_EQ(taken.faults(), (Words{"/variants/0/sku sku.taken", "/variants/0/barcode barcode.taken"}));
    EXPECT_EQ(add(other, R"({"sku":"R-2","barcode":"96385075"})").faults(), Words{"/variants/0/barcode barcode.malformed"});
}

TEST_F(product_variants, are_changed_and_sold_no_more) {
    auto made = ring(R"([{"name":"Size","values":["5","6"]}])");
    auto both = add(made, R"({"sku":"R-5","options":{"Size":"5"}},{"sku":"R-6","options":{"Size":"6"}})");
    auto path = products + "/" + made.text("/id") + "/variants/" + both.text("/variants/0/id");
    EXPECT_EQ(desk.patch(path, R"({"options":{"Size":"6"}})", both.etag()).faults(), Words{"/options option.duplicate_combination"});
    auto renamed = desk.patch(path, R"({"sku":"R-FIVE","weight_grams":5})", both.etag());
    EXPECT_EQ(renamed.text("/variants/0/sku"), "R-FIVE");
    auto gone = desk.del(path, renamed.etag());
    EXPECT_EQ(gone.status, 200) << gone.body;
    EXPECT_EQ(gone.text("/variants/0/is_active"), "false");
    EXPECT_EQ(desk.patch(products + "/" + made.text("/id") + "/variants/" + VariantId::next(clock_now()).text(), "{}", gone.etag()).status, 404);
}

TEST_F(product_variants, are_generated_from_options_without_those_that_are_there) {
    auto made = ring(R"([{"name":"Metal","values":["White Gold","White Golden"]},{"name":"Size","values":["5","6"]}])");
    auto one = add(made, R"({"sku":"OWN","options":{"Metal":"White Gold","Size":"5"}})");
    auto path = products + "/" + made.text("/id") + "/variants/generation";
    auto all = desk.post(path, R"({"sku_prefix":"wg"})", {{"if-match", one.etag()}});
    ASSERT_EQ(all.status, 201) << all.body;
    Words skus;
    auto json = all.json();
    for (const auto& variant : json.at("variants").as_array()) skus.emplace_back(variant.at("sku").as_string());
    EXPECT_EQ(skus, (Words{"OWN", "WG-WHITEGO-6", "WG-WHITEGO-5", "WG-WHITEGO-6-2"})) << "values that shorten to one code get a number";
    auto again = desk.post(path, R"({"sku_prefix":"wg"})", {{"if-match", all.etag()}});
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(ids(again).size(), 4u);
    EXPECT_EQ(again.etag(), all.etag()) << "nothing to make, nothing changed";
}

TEST_F(product_variants, may_be_two_thousand_in_the_admin_the_shop_and_the_snapshot) {
    auto made = ring(R"([{"name":"Metal","values":)" + list_of("M", 40) + R"(},{"name":"Size","values":)" + list_of("S", 50) + "}]");
    auto path = products + "/" + made.text("/id");
    auto all = desk.post(path + "/variants/generation", "{}", {{"if-match", made.etag()}});
    ASSERT_EQ(all.status, 201);
    auto variants = ids(all);
    ASSERT_EQ(variants.size(), 2'000u);
    desk.price(variants, 50'000);
    desk.stock(variants[1'234], 3);
    desk.publish(made.text("/id"));

    auto shop = desk.get("/api/v1/products/ring");
    ASSERT_EQ(shop.status, 200);
    EXPECT_EQ(shop.json().at("variants").as_array().size(), 2'000u);
    EXPECT_EQ(desk.seen()->variant(variants[1'234])->available, 3);
    EXPECT_EQ(desk.seen()->search({.filter = {{"size", {"S50"}}}}).total, 1);

    desk.app.site = storefront::make_site(desk.config);
    auto page = desk.get("/p/ring");
    ASSERT_EQ(page.status, 200);
    EXPECT_LT(page.body.size(), 60'000u) << "lists to choose from, not two thousand buttons";
    EXPECT_NE(page.body.find(R"(<select id="option-0" name="o[Metal]")"), std::string::npos);
    auto chosen = desk.get("/p/ring?o%5BMetal%5D=M7&o%5BSize%5D=S9");
    EXPECT_EQ(chosen.status, 303);
    EXPECT_EQ(chosen.header("Location"), "/p/ring?v=" + variants[6 * 50 + 8].text());

    auto edited = desk.patch(path + "/variants/" + variants[7].text(), R"({"weight_grams":9})", desk.get(path).etag());
    EXPECT_EQ(edited.status, 200);
    auto too_many = desk.patch(path, R"({"options":[{"name":"Metal","values":)" + list_of("M", 41) + R"(},{"name":"Size","values":)" + list_of("S", 50) + "}]}", edited.etag());
    ASSERT_EQ(too_many.status, 200) << too_many.body.substr(0, 300);
    EXPECT_EQ(desk.post(path + "/variants/generation", "{}", {{"if-match", too_many.etag()}}).code(), "catalog.too_many_variants");
}

}  // namespace
}  // namespace vitrine::catalog
