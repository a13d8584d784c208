// The goods of the four shops this engine was made for: each is described through the admin's API and read through the shop's.
#include <gtest/gtest.h>

#include "tests/shop/desk.h"

namespace vitrine::catalog {
namespace {

const std::string admin = "/api/v1/admin/", products = admin + "products";

struct Shop {
    std::string preset, currency, category;
    std::vector<std::string> attributes;   ///< definitions
    std::string product;                   ///< without title and category
    std::string title;
    std::vector<std::string> variants;
};

/// What a shopper is shown as "Name: value unit", and what is wrong, if anything.
std::vector<std::string> describe_and_read(const Shop& shop) {
    test::Desk desk(shop.preset, shop.currency);
    std::string members;
    for (const auto& definition : shop.attributes) {
        desk.attribute(definition);
        auto code = boost::json::parse(definition).at("code").as_string();
        members += (members.empty() ? "" : ",") + std::string(R"({"code":")") + std::string(code) + R"(","is_required":true})";
    }
    auto set = desk.post(admin + "attribute-sets", R"({"name":"Goods","attributes":[)" + members + "]}");
    desk.category(shop.category, "", R"(,"attribute_sets":[")" + set.text("/id") + R"("])");
    auto made = desk.product(R"({"title":")" + shop.title + R"(","category":")" + shop.category + "\"," + shop.product + "}");
    if (made.status != 201) return {made.body};
    auto id = made.text("/id");
    std::string list;
    for (const auto& variant : shop.variants) list += (list.empty() ? "" : ",") + variant;
    auto added = desk.post(products + "/" + id + "/variants", R"({"variants":[)" + list + "]}", {{"if-match", made.etag()}});
    if (added.status != 201) return {added.body};
    if (added.text("/missing") != "[]") return {"missing " + added.text("/missing")};
    std::vector<VariantId> ids;
    auto detail = added.json();
    for (const auto& variant : detail.at("variants").as_array()) ids.push_back(*VariantId::parse(std::string(variant.at("id").as_string())));
    desk.price(ids, 123'400);
    desk.publish(id);
    auto shown = desk.get("/api/v1/products/" + made.text("/slug"));
    if (shown.status != 200) return {shown.body};
    std::vector<std::string> out;
    auto json = shown.json();
    for (const auto& attribute : json.at("attributes").as_array()) {
        auto unit = attribute.as_object().contains("unit") ? " " + std::string(attribute.at("unit").as_string()) : "";
        out.push_back(std::string(attribute.at("name").as_string()) + ": " + std::string(attribute.at("value").as_string()) + unit);
    }
    out.push_back(std::to_string(json.at("variants").as_array().size()) + " variants");
    std::ranges::sort(out);
    return out;
}

TEST(goods_of_the_presets, describe_a_certified_diamond) {
    Shop shop{.preset = "diamonds", .currency = "USD", .category = "natural-diamonds", .title = "Round Diamond 1.01 ct E VS1"};
    shop.attributes = {R"({"code":"shape","name":"Shape","kind":"choice","allowed":["Round","Oval","Pear"]})", R"({"code":"carat","name":"Carat","kind":"number","unit":"ct"})",
                       R"({"code":"color","name":"Colour","kind":"choice","allowed":["D","E","F","G"]})", R"({"code":"clarity","name":"Clarity","kind":"choice","allowed":["IF","VVS1","VS1"]})",
                       R"({"code":"measurements","name":"Measurements","kind":"dimension","unit":"mm"})", R"({"code":"lab","name":"Laboratory","kind":"choice","allowed":["GIA","IGI"]})",
                       R"({"code":"certificate","name":"Certificate","kind":"text","is_facet":false})", R"({"code":"certified_on","name":"Certified on","kind":"date","is_facet":false})",
                       R"({"code":"eye_clean","name":"Eye clean","kind":"boolean"})"};
    shop.product = R"("is_unique":true,"attributes":{"shape":"Round","carat":1.01,"color":"E","clarity":"VS1","measurements":[6.41,6.44,3.98],"lab":"GIA","certificate":"4000000021",
                      "certified_on":"2025-11-30","eye_clean":true})";
    shop.variants = {R"({"sku":"DIA-4000000021"})"};
    EXPECT_EQ(describe_and_read(shop), (std::vector<std::string>{"1 variants", "Carat: 1.01 ct", "Certificate: 4000000021", "Certified on: 2025-11-30", "Clarity: VS1", "Colour: E", "Eye clean: yes",
                                                                 "Laboratory: GIA", "Measurements: 6.41 × 6.44 × 3.98 mm", "Shape: Round"}));
}

TEST(goods_of_the_presets, describe_a_ring_by_metal_and_size) {
    Shop shop{.preset = "jewellery", .currency = "INR", .category = "rings", .title = "Kundan Ring"};
    shop.attributes = {R"({"code":"purity","name":"Purity","kind":"choice","allowed":["22K916","18K750"]})", R"({"code":"gross_weight","name":"Gross weight","kind":"number","unit":"g"})",
                       R"({"code":"stones","name":"Stones","kind":"choices","allowed":["Ruby","Emerald","Pearl"]})", R"({"code":"hallmarked","name":"BIS hallmark","kind":"boolean"})"};
    shop.product = R"("title_local":"कुंदन अंगूठी","attributes":{"stones":["Pearl","Ruby"],"hallmarked":true},"options":[{"name":"Metal","values":["Gold","Rose Gold"]},{"name":"Size","values":["IN 12","IN 14"]}])";
    shop.variants = {R"({"sku":"KR-G-12","options":{"Metal":"Gold","Size":"IN 12"},"attributes":{"purity":"22K916","gross_weight":4.25},"weight_grams":4})",
                     R"({"sku":"KR-R-14","options":{"Metal":"Rose Gold","Size":"IN 14"},"attributes":{"purity":"18K750","gross_weight":4.8},"weight_grams":5})"};
    EXPECT_EQ(describe_and_read(shop), (std::vector<std::string>{"2 variants", "BIS hallmark: yes", "Stones: Ruby, Pearl"}));
}

TEST(goods_of_the_presets, describe_a_jar_of_ghee_by_volume) {
    Shop shop{.preset = "ghee", .currency = "INR", .category = "a2-ghee", .title = "A2 Bilona Ghee"};
    shop.attributes = {R"({"code":"milk","name":"Milk","kind":"choice","allowed":["Gir cow","Buffalo"]})", R"({"code":"shelf_life","name":"Shelf life","kind":"number","unit":"months"})",
                       R"({"code":"packed_on","name":"Packed on","kind":"date"})", R"({"code":"fssai","name":"FSSAI licence","kind":"text","is_searchable":false})"};
    shop.product = R"("attributes":{"milk":"Gir cow","shelf_life":12,"packed_on":"2026-02-01","fssai":"10020042000000"},"options":[{"name":"Size","values":["500 ml","1 l"]}],
                      "seo":{"title":"Buy A2 ghee","description":"Hand churned."})";
    shop.variants = {R"({"sku":"GH-500","options":{"Size":"500 ml"},"weight_grams":455})", R"({"sku":"GH-1000","options":{"Size":"1 l"},"weight_grams":910})"};
    EXPECT_EQ(describe_and_read(shop), (std::vector<std::string>{"2 variants", "FSSAI licence: 10020042000000", "Milk: Gir cow", "Packed on: 2026-02-01", "Shelf life: 12 months"}));
}

TEST(goods_of_the_presets, describe_a_pen_by_colour_and_nib) {
    Shop shop{.preset = "stationery", .currency = "PKR", .category = "gel-pens", .title = "Kalam Gel Pen"};
    shop.attributes = {R"({"code":"nib","name":"Nib","kind":"number","unit":"mm"})", R"({"code":"refillable","name":"Refillable","kind":"boolean"})",
                       R"({"code":"ruling","name":"Ruling","kind":"text"})"};
    shop.product = R"("brand":"Kalam","tags":["new","gift"],"title_local":"جیل پین","attributes":{"nib":"0.50","refillable":false,"ruling":"none"},"options":[{"name":"Colour","values":["Blue","Red"]}])";
    shop.variants = {R"({"sku":"KGP-BLU","barcode":"96385074","options":{"Colour":"Blue"}})", R"({"sku":"KGP-RED","options":{"Colour":"Red"}})"};
    EXPECT_EQ(describe_and_read(shop), (std::vector<std::string>{"2 variants", "Nib: 0.5 mm", "Refillable: no", "Ruling: none"}));
}

}  // namespace
}  // namespace vitrine::catalog
