#include <gtest/gtest.h>

#include "io/pg/session.h"

#include "tests/shop/desk.h"

namespace vitrine::catalog {
namespace {

const std::string bulk = "/api/v1/admin/products/bulk";
using Words = std::vector<std::string>;

struct bulk_edits : testing::Test {
    test::Desk desk;
    bulk_edits() {
        desk.category("pens");
        desk.category("inks");
        desk.attribute(R"({"code":"season","name":"Season","kind":"choice","allowed":["Summer","Winter"]})");
    }
    /// `count` products without variants, as a script of the owner makes them.
    void make(int count) {
        desk.database.run("insert into catalog.products (store_id, id, slug, title, category_id, status, created_at, updated_at) "
                          "select c.store_id, gen_random_uuid(), 'bulk-' || n, 'Bulk ' || n, c.id, 'draft', now(), now() "
                          "from catalog.categories c, generate_series(1, " + std::to_string(count) + ") n where c.slug = 'pens'");
    }
    std::int64_t count(const std::string& where) {
        pg::Statement statement{"test.count", "", {}, "a test", nullptr};
        auto sql = "select count(*) from catalog.products where " + where;
        statement.sql = sql;
        pg::Session session(desk.database.owner());
        return session.ask(pg::Query<std::int64_t>{&statement, {}, &pg::decode_one<std::int64_t>});
    }
};

TEST_F(bulk_edits, change_five_thousand_in_one_request) {
    make(5'000);
    auto done = desk.post(bulk, R"({"filter":{"category":"pens"},"attributes":{"season":"Winter"},"add_tags":["sale"],"category":"inks","brand":"Kalam"})");
    ASSERT_EQ(done.status, 200) << done.body.substr(0, 500);
    EXPECT_EQ(done.number("/selected"), 5'000);
    EXPECT_EQ(done.number("/changed"), 5'000);
    EXPECT_EQ(count("attributes ->> 'season' = 'Winter' and tags = '{sale}' and version = 2 and brand_id is not null"), 5'000);
    auto again = desk.post(bulk, R"({"filter":{"category":"inks"},"attributes":{"season":"Winter"},"add_tags":["sale"],"brand":"Kalam"})");
    EXPECT_EQ(again.number("/unchanged"), 5'000);
    EXPECT_EQ(count("version = 2"), 5'000) << "who has it already is not written";
    auto off = desk.post(bulk, R"({"filter":{"tag":"sale"},"attributes":{"season":null},"remove_tags":["sale"],"brand":null})");
    EXPECT_EQ(off.number("/changed"), 5'000);
    EXPECT_EQ(count("attributes = '{}' and tags = '{}' and brand_id is null"), 5'000);
}

TEST_F(bulk_edits, tell_for_each_what_came_of_it) {
    auto good = desk.published("Good", "pens");
    auto bare = desk.product(R"({"title":"Bare","category":"pens"})").text("/id");
    auto nobody = ProductId::next(clock_now()).text();
    auto body = R"({"products":[")" + good + "\",\"" + bare + "\",\"" + nobody + R"("],"move":{"verb":"archive"},"mode":"MODE"})";
    auto with = [&](std::string mode) {
        auto text = body;
        return text.replace(text.find("MODE"), 4, mode);
    };
    auto all = desk.post(bulk, with("all"));
    EXPECT_EQ(all.status, 422);
    EXPECT_EQ(all.code(), "catalog.bulk_refused");
    EXPECT_EQ(desk.get("/api/v1/admin/products/" + good).text("/status"), "published") << "nobody moves when one cannot";
    auto each = desk.post(bulk, with("each"));
    ASSERT_EQ(each.status, 200) << each.body;
    EXPECT_EQ(each.number("/changed"), 2);
    EXPECT_EQ(each.number("/failed"), 1);
    EXPECT_EQ(each.text("/items/2/errors/0/code"), "catalog.product_unknown");
    EXPECT_EQ(desk.get("/api/v1/admin/products/" + good).text("/history/0/verb"), "archive");
    EXPECT_EQ(desk.get("/api/v1/products/good").status, 404) << "and who asked sees it at once";
}

TEST_F(bulk_edits, move_only_what_may_move_and_is_complete) {
    auto ready = desk.product(R"({"title":"Ready","category":"pens"})");
    desk.post("/api/v1/admin/products/" + ready.text("/id") + "/variants", R"({"variants":[{"sku":"READY"}]})", {{"if-match", ready.etag()}});
    desk.product(R"({"title":"Without","category":"pens"})");
    auto dry = desk.post(bulk, R"({"filter":{},"move":{"verb":"submit"},"dry_run":true})");
    EXPECT_EQ(dry.number("/changed"), 1);
    EXPECT_EQ(count("status = 'submitted'"), 0);
    desk.permissions = {"products:write", "products:read"};
    EXPECT_EQ(desk.post(bulk, R"({"filter":{},"move":{"verb":"submit"}})").number("/failed"), 2) << "writing is not submitting";
    desk.permissions = {"*"};
    auto done = desk.post(bulk, R"({"filter":{},"move":{"verb":"submit"}})");
    EXPECT_EQ(done.number("/changed"), 1);
    EXPECT_EQ(done.number("/failed"), 1);
    EXPECT_EQ(count("status = 'submitted'"), 1);
}

TEST_F(bulk_edits, happen_once_for_one_key) {
    make(3);
    const std::string body = R"({"filter":{},"add_tags":["one"]})";
    auto first = desk.post(bulk, body, {{"idempotency-key", "k1"}});
    desk.post(bulk, R"({"filter":{},"remove_tags":["one"]})");
    auto again = desk.post(bulk, body, {{"idempotency-key", "k1"}});
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
    EXPECT_EQ(count("tags = '{}'"), 3) << "the repeat changed nothing";
    EXPECT_EQ(desk.post(bulk, R"({"filter":{},"add_tags":["two"]})", {{"idempotency-key", "k1"}}).code(), "idempotency.key_reused");
}

TEST_F(bulk_edits, are_refused_when_they_cannot_be_meant) {
    EXPECT_EQ(desk.post(bulk, "{}").faults(), (Words{"/products required", " required"}));
    EXPECT_EQ(desk.post(bulk, R"({"filter":{},"products":[],"add_tags":["x"]})").faults(), Words{"/products required"});
    EXPECT_EQ(desk.post(bulk, R"({"filter":{},"move":{"verb":"sell"}})").faults(), Words{"/move/verb unknown_choice"});
    EXPECT_EQ(desk.post(bulk, R"({"filter":{},"add_tags":["x"],"remove_tags":["x"]})").faults(), Words{"/remove_tags tags.conflict"});
    EXPECT_EQ(desk.post(bulk, R"({"filter":{},"attributes":{"season":"Monsoon","smell":"x"}})").faults(), (Words{"/attributes/season attr.not_in_list", "/attributes/smell attr.unknown"}));
    EXPECT_EQ(desk.post(bulk, R"({"filter":{},"category":"nowhere"})").faults(), Words{"/category catalog.category_unknown"});
}

}  // namespace
}  // namespace vitrine::catalog
