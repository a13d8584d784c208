// Categories, brands, attributes and sets, and what products may and must say because of them.
#include <gtest/gtest.h>

#include "modules/imports/api.h"
#include "tests/shop/desk.h"

namespace vitrine::catalog {
namespace {

const std::string admin = "/api/v1/admin/", products = admin + "products";
using Words = std::vector<std::string>;

struct catalog_structure : testing::Test {
    test::Desk desk;
    std::string etag(const std::string& path) { return desk.get(path).etag(); }
};

TEST_F(catalog_structure, has_a_tree_without_circles) {
    auto a = desk.category("a"), b = desk.category("b", a), c = desk.category("c", b);
    auto circle = desk.patch(admin + "categories/" + a, R"({"parent":")" + c + "\"}", etag(admin + "categories/" + a));
    EXPECT_EQ(circle.code(), "catalog.category_circle");
    EXPECT_EQ(desk.patch(admin + "categories/" + a, R"({"parent":")" + a + "\"}", etag(admin + "categories/" + a)).code(), "catalog.category_circle");
    auto moved = desk.patch(admin + "categories/" + c, R"({"parent":null,"name":"C now","position":7})", etag(admin + "categories/" + c));
    ASSERT_EQ(moved.status, 200) << moved.body;
    EXPECT_FALSE(moved.json().as_object().contains("parent"));
    EXPECT_EQ(desk.patch(admin + "categories/" + c, R"({"name":"C again"})", "\"v1\"").status, 412);
    EXPECT_EQ(desk.seen()->category_path("c").at(0).name, "C now");
}

TEST_F(catalog_structure, lets_two_moves_at_once_make_no_circle) {
    auto a = desk.category("a"), b = desk.category("b");
    auto both = [&]() -> Task<std::vector<int>> {
        std::vector<int> statuses;
        auto move = [&](std::string which, std::string under) -> Task<void> {
            auto reply = co_await desk.ask(http::Method::patch, admin + "categories/" + which, R"({"parent":")" + under + "\"}", {{"if-match", "*"}});
            statuses.push_back(reply.status);
        };
        Loop::here().spawn(move(a, b));
        Loop::here().spawn(move(b, a));
        while (statuses.size() < 2) co_await sleep_for(1ms);
        std::ranges::sort(statuses);
        co_return statuses;
    };
    EXPECT_EQ(desk.run(both()), (std::vector<int>{200, 422}));
}

TEST_F(catalog_structure, keeps_categories_that_are_in_use_and_redirects_renamed_ones) {
    auto pens = desk.category("pens");
    desk.published("Pen", "pens");
    auto kept = desk.del(admin + "categories/" + pens, etag(admin + "categories/" + pens));
    EXPECT_EQ(kept.faults(), Words{" products"});
    ASSERT_EQ(desk.patch(admin + "categories/" + pens, R"({"slug":"writing"})", etag(admin + "categories/" + pens)).status, 200);
    EXPECT_EQ(desk.run(desk.floor.db.read(desk.ctx, category_redirect_of("pens"))), std::optional<std::string>("writing"));
    auto empty = desk.category("empty");
    EXPECT_EQ(desk.del(admin + "categories/" + empty, etag(admin + "categories/" + empty)).status, 204);
}

TEST_F(catalog_structure, holds_values_to_the_kind_of_their_attribute_on_every_way_in) {
    desk.category("stones");
    desk.attribute(R"({"code":"carat","name":"Carat","kind":"number","unit":"ct"})");
    desk.attribute(R"({"code":"colour","name":"Colour","kind":"choice","allowed":["D","E","F"]})");
    desk.attribute(R"({"code":"wear","name":"To wear","kind":"choices","allowed":["Ring","Pendant"]})");
    auto refused = desk.product(R"({"title":"Stone","category":"stones","attributes":{"carat":"heavy","colour":"Z","wear":["Ring","Sword"],"smell":"none"}})");
    EXPECT_EQ(refused.faults(), (Words{"/attributes/carat attr.not_a_number", "/attributes/colour attr.not_in_list", "/attributes/smell attr.unknown", "/attributes/wear attr.not_in_list"}));
    auto made = desk.product(R"({"title":"Stone","category":"stones","attributes":{"carat":0.710,"colour":"D","wear":["Pendant","Ring"]}})");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.text("/attributes"), R"({"carat":7.1E-1,"colour":"D","wear":["Ring","Pendant"]})");
    auto changed = desk.patch(products + "/" + made.text("/id"), R"({"attributes":{"colour":null,"carat":"1.50"}})", made.etag());
    EXPECT_EQ(changed.text("/attributes"), R"({"carat":1.5E0,"wear":["Ring","Pendant"]})");

    const std::string header = "product_slug,title,category,sku,price,currency,attr:carat,attr:colour,attr:wear\n";
    auto import = [&](std::string row) {
        auto text = header + row;
        auto done = desk.run(imports::run(desk.floor.db, desk.ctx, {[&text] { return imports::bytes_of(std::string_view(text)); }, "test.csv", false, desk.currency}));
        Words codes;
        for (const auto& fault : done->faults) codes.push_back(fault.column + " " + fault.code);
        return codes;
    };
    EXPECT_EQ(import("s2,Stone Two,stones,S-2,5,PKR,heavy,Z,\ns3,Stone Three,stones,S-3,5,PKR,,,Sword\n"),
              (Words{"attr:carat attr.not_a_number", "attr:colour attr.not_in_list", "attr:wear attr.not_in_list"}));
    EXPECT_EQ(import("s2,Stone Two,stones,S-2,5,PKR,0.900,E,Pendant|Ring\n"), Words{});
    auto seen = desk.seen()->product("s2");
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->attributes.at(0).value, "0.9");
    EXPECT_EQ(seen->attributes.at(0).unit, "ct");
    EXPECT_EQ(desk.seen()->search({.filter = {{"wear", {"Pendant"}}}}).total, 1) << "each of many choices is a facet of its own";
}

TEST_F(catalog_structure, gives_categories_sets_that_those_below_inherit) {
    desk.attribute(R"({"code":"purity","name":"Purity","kind":"text"})");
    desk.attribute(R"({"code":"stone","name":"Stone","kind":"text"})");
    auto metals = desk.post(admin + "attribute-sets", R"({"name":"Metals","attributes":[{"code":"purity","is_required":true}]})");
    ASSERT_EQ(metals.status, 201) << metals.body;
    auto jewellery = desk.category("jewellery", "", R"(,"attribute_sets":[")" + metals.text("/id") + R"("])");
    desk.category("rings", jewellery);
    desk.category("ghee");
    EXPECT_EQ(desk.product(R"({"title":"Ghee","category":"ghee","attributes":{"purity":"22K"}})").faults(), Words{"/attributes/purity attr.not_of_category"});
    auto ring = desk.product(R"({"title":"Ring","category":"rings","attributes":{"stone":"Ruby"}})");
    ASSERT_EQ(ring.status, 201) << ring.body;
    EXPECT_EQ(ring.text("/missing"), R"(["purity"])");
    auto id = ring.text("/id");
    desk.post(products + "/" + id + "/variants", R"({"variants":[{"sku":"RING"}]})", {{"if-match", ring.etag()}});
    auto incomplete = desk.move(id, "submit");
    EXPECT_EQ(incomplete.code(), "catalog.incomplete");
    EXPECT_EQ(incomplete.faults(), Words{"/attributes/purity attr.required"});
    auto full = desk.patch(products + "/" + id, R"({"attributes":{"purity":"22K"}})", etag(products + "/" + id));
    ASSERT_EQ(full.status, 200);
    ASSERT_EQ(desk.move(id, "submit").status, 200);
    EXPECT_EQ(desk.patch(products + "/" + id, R"({"attributes":{"purity":null}})", etag(products + "/" + id)).faults(), Words{"/attributes/purity attr.required"});
    EXPECT_EQ(desk.patch(products + "/" + id, R"({"category":"ghee"})", etag(products + "/" + id)).faults(), Words{"/attributes/purity attr.not_of_category"});
    EXPECT_EQ(desk.del(admin + "attribute-sets/" + metals.text("/id"), "\"v1\"").code(), "catalog.in_use");
}

TEST_F(catalog_structure, changes_an_attribute_only_as_far_as_goods_agree) {
    desk.category("pens");
    desk.attribute(R"({"code":"nib","name":"Nib","kind":"text"})");
    desk.product(R"({"title":"Pen","category":"pens","attributes":{"nib":"0.5"}})");
    desk.product(R"({"title":"Pen","category":"pens","attributes":{"nib":"fine"}})");
    auto path = admin + "attributes/nib";
    auto no = desk.patch(path, R"({"kind":"number"})", "\"v1\"");
    EXPECT_EQ(no.code(), "catalog.in_use");
    EXPECT_NE(no.body.find("fine"), std::string::npos) << "and says which value is in the way";
    EXPECT_EQ(desk.patch(path, R"({"kind":"choice"})", "\"v1\"").faults(), Words{"/allowed required"});
    auto yes = desk.patch(path, R"({"kind":"choice","allowed":["0.5","fine","broad"]})", "\"v1\"");
    EXPECT_EQ(yes.status, 200) << yes.body;
    EXPECT_EQ(desk.del(path, yes.etag()).code(), "catalog.in_use");
    EXPECT_EQ(desk.post(admin + "attributes", R"({"code":"Nib!","name":"Nib"})").faults(), Words{"/code attr.code_malformed"});
    EXPECT_EQ(desk.post(admin + "attributes", R"({"code":"nib","name":"Nib"})").code(), "catalog.name_taken");
}

TEST_F(catalog_structure, renames_brands_everywhere_at_once) {
    desk.category("pens");
    desk.published("Pen", "pens", 5, R"(,"brand":"Kalam")");
    auto brand = desk.get(admin + "brands").text("/items/0/id");
    EXPECT_EQ(desk.del(admin + "brands/" + brand, "\"v1\"").code(), "catalog.in_use");
    auto renamed = desk.patch(admin + "brands/" + brand, R"({"name":"Qalam","website":"https://qalam.example"})", "\"v1\"");
    ASSERT_EQ(renamed.status, 200) << renamed.body;
    EXPECT_EQ(desk.get("/api/v1/products/pen").text("/brand"), "Qalam");
    desk.post(admin + "brands", R"({"name":"Waraq"})");
    EXPECT_EQ(desk.patch(admin + "brands/" + brand, R"({"name":"Waraq"})", renamed.etag()).code(), "catalog.name_taken");
}

}  // namespace
}  // namespace vitrine::catalog
