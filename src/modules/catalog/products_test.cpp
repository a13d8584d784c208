// What staff do with single products, over the API, against a real database.
#include <gtest/gtest.h>

#include "tests/shop/desk.h"

namespace vitrine::catalog {
namespace {

using test::Desk;
const std::string products = "/api/v1/admin/products";
using Words = std::vector<std::string>;

struct admin_products : testing::Test {
    Desk desk;
    admin_products() { desk.category("pens"); }
    std::string etag(const std::string& id) { return desk.get(products + "/" + id).etag(); }
    std::string draft(const std::string& title) { return desk.product(R"({"title":")" + title + R"(","category":"pens"})").text("/id"); }
};

TEST_F(admin_products, are_made_as_drafts_that_shoppers_do_not_see) {
    auto made = desk.product(R"({"title":"Gel Pen 0.5 mm","category":"pens","brand":"Kalam","tags":["new","new"],"description":"Writes."})");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.text("/slug"), "gel-pen-0-5-mm");
    EXPECT_EQ(made.text("/status"), "draft");
    EXPECT_EQ(made.text("/tags"), R"(["new"])");
    EXPECT_EQ(made.header("Location"), products + "/" + made.text("/id"));
    EXPECT_EQ(desk.get("/api/v1/products/gel-pen-0-5-mm").status, 404);
    EXPECT_EQ(desk.product(R"({"title":"Gel Pen 0.5 mm","category":"pens"})").text("/slug"), "gel-pen-0-5-mm-2");
}

TEST_F(admin_products, are_refused_with_every_fault_at_its_place) {
    auto refused = desk.product(R"({"title":"","category":"pens","slug":"Not A Slug","unknown":1})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.faults(), (Words{"/slug slug.malformed", "/title too_short", "/unknown unknown_member"}));
    EXPECT_EQ(desk.product("{}").faults(), (Words{"/title required", "/category required"}));
    EXPECT_EQ(desk.product(R"({"title":"Pen","category":"nowhere"})").code(), "catalog.category_unknown");
    desk.product(R"({"title":"Pen","category":"pens","slug":"pen"})");
    auto taken = desk.product(R"({"title":"Pen","category":"pens","slug":"pen"})");
    EXPECT_EQ(taken.status, 409);
    EXPECT_EQ(taken.faults(), Words{"/slug catalog.slug_taken"});
}

TEST_F(admin_products, are_edited_only_at_the_version_that_was_seen) {
    auto id = draft("Pen");
    auto seen = etag(id);
    auto blind = desk.send(http::Method::patch, products + "/" + id, R"({"title":"Blind"})", {});
    EXPECT_EQ(blind.status, 428);
    EXPECT_EQ(blind.code(), "request.version_missing");
    auto first = desk.patch(products + "/" + id, R"({"title":"First"})", seen);
    EXPECT_EQ(first.status, 200) << first.body;
    EXPECT_NE(first.etag(), seen);
    auto second = desk.patch(products + "/" + id, R"({"title":"Second"})", seen);
    EXPECT_EQ(second.status, 412);
    EXPECT_EQ(desk.get(products + "/" + id).text("/title"), "First");
    EXPECT_EQ(desk.patch(products + "/" + id, R"({"title":"Third"})", first.etag()).text("/title"), "Third");
}

TEST_F(admin_products, take_one_of_two_edits_at_once) {
    auto id = draft("Pen");
    auto seen = etag(id);
    auto both = [&]() -> Task<std::vector<int>> {
        std::vector<int> statuses;
        auto edit = [&](std::string title) -> Task<void> {
            auto reply = co_await desk.ask(http::Method::patch, products + "/" + id, R"({"title":")" + title + "\"}", {{"if-match", seen}});
            statuses.push_back(reply.status);
        };
        Loop::here().spawn(edit("Left"));
        Loop::here().spawn(edit("Right"));
        while (statuses.size() < 2) co_await sleep_for(1ms);
        std::ranges::sort(statuses);
        co_return statuses;
    };
    EXPECT_EQ(desk.run(both()), (std::vector<int>{200, 412}));
}

TEST_F(admin_products, change_what_is_given_and_clear_what_is_null) {
    auto made = desk.product(R"({"title":"Pen","title_local":"قلم","category":"pens","brand":"Kalam","seo":{"title":"Buy pens"}})");
    auto changed = desk.patch(products + "/" + made.text("/id"), R"({"title_local":null,"brand":null,"description":"<p onclick=\"x()\">Bold</p>"})", made.etag());
    ASSERT_EQ(changed.status, 200) << changed.body;
    auto json = changed.json().as_object();
    EXPECT_FALSE(json.contains("title_local"));
    EXPECT_FALSE(json.contains("brand"));
    EXPECT_EQ(changed.text("/title"), "Pen");
    EXPECT_EQ(changed.text("/seo/title"), "Buy pens");
    EXPECT_EQ(changed.text("/description"), "<p>Bold</p>") << "what is shown to shoppers holds no scripts";
}

TEST_F(admin_products, live_through_submission_approval_and_publication) {
    auto id = desk.published("Gel Pen", "pens");
    EXPECT_EQ(desk.get("/api/v1/products/gel-pen").status, 200) << "who published it sees it at once";
    auto detail = desk.get(products + "/" + id);
    EXPECT_EQ(detail.text("/is_live"), "true");
    EXPECT_EQ(detail.text("/history/0/verb"), "publish");
    EXPECT_EQ(detail.text("/history/2/verb"), "submit");
    EXPECT_EQ(detail.text("/history/0/actor"), "key_test");
    EXPECT_EQ(desk.move(id, "withhold").status, 200);
    EXPECT_EQ(desk.get("/api/v1/products/gel-pen").status, 404);
    EXPECT_EQ(desk.move(id, "submit").code(), "catalog.illegal_move");
}

TEST_F(admin_products, are_submitted_by_suppliers_and_approved_by_managers) {
    auto made = desk.product(R"({"title":"Ring","category":"pens"})");
    auto id = made.text("/id");
    EXPECT_EQ(desk.move(id, "submit").faults(), Words{"/variants variants.none"});
    ASSERT_EQ(desk.post(products + "/" + id + "/variants", R"({"variants":[{"sku":"RING-1"}]})", {{"if-match", made.etag()}}).status, 201);
    desk.permissions = {"products:read", "products:submit"};
    EXPECT_EQ(desk.get(products + "/" + id).text("/moves"), R"(["submit"])");
    EXPECT_EQ(desk.move(id, "submit").text("/status"), "submitted");
    EXPECT_EQ(desk.move(id, "approve").code(), "catalog.move_forbidden");
    desk.permissions = {"products:read", "products:write"};
    EXPECT_EQ(desk.patch(products + "/" + id, R"({"title":"Other"})", etag(id)).code(), "catalog.under_review");
    desk.permissions = {"products:*"};
    EXPECT_EQ(desk.move(id, "reject").code(), "catalog.reason_missing");
    auto rejected = desk.move(id, "reject", "no picture");
    EXPECT_EQ(rejected.text("/status"), "rejected");
    EXPECT_EQ(rejected.text("/history/0/reason"), "no picture");
}

TEST_F(admin_products, go_on_being_found_by_every_name_they_had) {
    auto id = desk.published("Pen One", "pens");
    for (auto slug : {"pen-two", "pen-three"}) ASSERT_EQ(desk.patch(products + "/" + id, std::string(R"({"slug":")") + slug + "\"}", etag(id)).status, 200);
    for (auto old : {"pen-one", "pen-two"}) {
        auto moved = desk.get(std::string("/api/v1/products/") + old);
        EXPECT_EQ(moved.status, 301) << old;
        EXPECT_EQ(moved.header("Location"), "/api/v1/products/pen-three") << "straight there, without a chain";
    }
    // Back to the first name: it leads nowhere else any more, and nothing runs in circles.
    ASSERT_EQ(desk.patch(products + "/" + id, R"({"slug":"pen-one"})", etag(id)).status, 200);
    EXPECT_EQ(desk.get("/api/v1/products/pen-one").status, 200);
    EXPECT_EQ(desk.get("/api/v1/products/pen-three").header("Location"), "/api/v1/products/pen-one");
    // Another product takes an old name: it is its own now.
    auto other = desk.published("Pen Two", "pens");
    EXPECT_EQ(desk.get("/api/v1/products/pen-two").text("/id"), other);
    EXPECT_EQ(desk.get(products + "/" + id).text("/former_slugs/0/slug"), "pen-three");
    desk.move(id, "archive");
    EXPECT_EQ(desk.get("/api/v1/products/pen-three").status, 404) << "a redirect to what is not shown would be a promise";
}

TEST_F(admin_products, are_deleted_out_of_sight_and_for_good_only_when_nothing_refers_to_them) {
    auto id = desk.published("Pen", "pens", 3);
    EXPECT_EQ(desk.del(products + "/" + id + "?for_good=true", etag(id)).code(), "catalog.not_deleted");
    EXPECT_EQ(desk.del(products + "/" + id, etag(id)).status, 204);
    EXPECT_EQ(desk.get("/api/v1/products/pen").status, 404);
    EXPECT_EQ(desk.get(products).text("/items"), "[]");
    EXPECT_EQ(desk.get(products + "?deleted=true").text("/items/0/id"), id);
    auto kept = desk.del(products + "/" + id + "?for_good=true", etag(id));
    EXPECT_EQ(kept.code(), "catalog.still_referred");
    EXPECT_EQ(kept.faults(), Words{" stock movements"});
    auto back = desk.post(products + "/" + id + "/restoration", "", {{"if-match", etag(id)}});
    EXPECT_EQ(back.status, 200) << back.body;
    EXPECT_EQ(desk.get("/api/v1/products/pen").status, 200);

    auto fresh = desk.published("Fresh", "pens", 0);
    desk.del(products + "/" + fresh, etag(fresh));
    EXPECT_EQ(desk.del(products + "/" + fresh + "?for_good=true", etag(fresh)).status, 204);
    EXPECT_EQ(desk.get(products + "/" + fresh).status, 404);
}

TEST_F(admin_products, point_to_others_in_three_ways) {
    auto pen = desk.published("Pen", "pens"), ink = desk.published("Ink", "pens"), better = desk.published("Better Pen", "pens");
    auto put = desk.put(products + "/" + pen + "/links", R"({"related":[],"accessory":[")" + ink + R"("],"upsell":[")" + better + "\"]}", etag(pen));
    ASSERT_EQ(put.status, 200) << put.body;
    auto seen = desk.get("/api/v1/products/pen");
    EXPECT_EQ(seen.text("/links/accessory/0/slug"), "ink");
    EXPECT_EQ(seen.text("/links/upsell/0/title"), "Better Pen");
    auto wrong = desk.put(products + "/" + pen + "/links", R"({"related":[")" + pen + R"("],"accessory":[")" + ProductId::next(clock_now()).text() + R"("],"upsell":[]})", etag(pen));
    EXPECT_EQ(wrong.faults(), (Words{"/related/0 links.self", "/accessory/0 catalog.product_unknown"}));
    desk.move(better, "archive");
    EXPECT_FALSE(desk.get("/api/v1/products/pen").json().at("links").as_object().contains("upsell")) << "what is not for sale is not pointed to";
}

TEST_F(admin_products, can_be_bundles_of_which_there_are_as_many_as_their_parts_allow) {
    auto pen = desk.published("Pen", "pens", 7), ink = desk.published("Ink", "pens", 5), set = desk.published("Set", "pens", 0);
    auto part = [&](const std::string& product, int quantity) { return R"({"variant":")" + desk.first_variant(product).text() + R"(","quantity":)" + std::to_string(quantity) + "}"; };
    auto path = products + "/" + set + "/variants/" + desk.first_variant(set).text() + "/components";
    auto put = desk.put(path, R"({"components":[)" + part(pen, 2) + "," + part(ink, 1) + "]}", etag(set));
    ASSERT_EQ(put.status, 200) << put.body;
    auto seen = desk.get("/api/v1/products/set");
    EXPECT_EQ(seen.number("/variants/0/available"), 3) << "seven pens make three pairs";
    EXPECT_EQ(seen.text("/variants/0/components/0/title"), "Pen");
    EXPECT_EQ(seen.number("/variants/0/components/0/quantity"), 2);
    desk.stock(desk.first_variant(ink), 1);
    EXPECT_EQ(desk.seen()->product("set")->variants.at(0).available, 1) << "a part that runs out takes the set with it";
    EXPECT_EQ(desk.run(desk.floor.db.read(desk.ctx, components({desk.first_variant(set)}))).size(), 2u);

    auto nested = desk.published("Nested", "pens", 0);
    auto refused = desk.put(products + "/" + nested + "/variants/" + desk.first_variant(nested).text() + "/components", R"({"components":[)" + part(set, 1) + "]}", etag(nested));
    EXPECT_EQ(refused.faults(), Words{"/components/0/variant components.nested"});
    desk.del(products + "/" + pen, etag(pen));
    auto kept = desk.del(products + "/" + pen + "?for_good=true", etag(pen)).faults();
    EXPECT_EQ(std::ranges::count(kept, " bundles"), 1) << "and a part of a bundle is not destroyed";
}

TEST_F(admin_products, that_are_one_of_a_kind_are_never_sold_twice_to_one_buyer) {
    auto stone = desk.published("Stone", "pens", 1, R"(,"is_unique":true)");
    auto variant = desk.first_variant(stone).text();
    EXPECT_EQ(desk.get("/api/v1/products/stone").text("/is_unique"), "true");
    auto second = desk.post(products + "/" + stone + "/variants", R"({"variants":[{"sku":"STONE-2"}]})", {{"if-match", etag(stone)}});
    EXPECT_EQ(second.faults(), Words{" variants.too_many"});
    auto cart = desk.post("/api/v1/carts", "{}");
    auto two = desk.post("/api/v1/carts/" + cart.text("/id") + "/lines", R"({"variant":")" + variant + R"(","quantity":2})", {{"x-cart-token", cart.text("/token")}});
    EXPECT_EQ(two.code(), "carts.one_of_a_kind");
    auto one = desk.post("/api/v1/carts/" + cart.text("/id") + "/lines", R"({"variant":")" + variant + R"(","quantity":1})", {{"x-cart-token", cart.text("/token")}});
    EXPECT_EQ(one.status, 200) << one.body;
}

TEST_F(admin_products, are_listed_by_state_category_brand_tag_and_words) {
    desk.category("gel-pens", desk.get("/api/v1/admin/categories").text("/items/0/id"));
    desk.product(R"({"title":"Alpha","category":"gel-pens","brand":"Kalam","tags":["new"]})");
    desk.published("Beta", "pens");
    auto slugs = [&](std::string query) {
        Words out;
        auto reply = desk.get(products + query);
        auto page = reply.json();
        for (const auto& item : page.at("items").as_array()) out.emplace_back(item.at("slug").as_string());
        return out;
    };
    EXPECT_EQ(slugs(""), (Words{"alpha", "beta"}));
    EXPECT_EQ(slugs("?status=published,approved"), Words{"beta"});
    EXPECT_EQ(slugs("?category=pens"), (Words{"alpha", "beta"})) << "with what is below";
    EXPECT_EQ(slugs("?category=gel-pens"), Words{"alpha"});
    EXPECT_EQ(slugs("?brand=Kalam"), Words{"alpha"});
    EXPECT_EQ(slugs("?tag=new"), Words{"alpha"});
    EXPECT_EQ(slugs("?q=BET"), Words{"beta"});
    auto first = desk.get(products + "?limit=1");
    EXPECT_EQ(slugs("?limit=1&cursor=" + first.text("/next_cursor")), Words{"beta"});
    EXPECT_EQ(desk.get(products + "?status=sold").status, 422);
}

TEST_F(admin_products, keep_stores_apart) {
    auto id = desk.published("Pen", "pens");
    auto mine = desk.ctx;
    desk.ctx.store = StoreId::next(clock_now());
    EXPECT_EQ(desk.get(products + "/" + id).status, 404);
    EXPECT_EQ(desk.patch(products + "/" + id, R"({"title":"Theirs"})", "*").status, 404);
    EXPECT_EQ(desk.move(id, "archive").status, 404);
    desk.ctx = mine;
    EXPECT_EQ(desk.get(products + "/" + id).text("/title"), "Pen");
}

}  // namespace
}  // namespace vitrine::catalog
