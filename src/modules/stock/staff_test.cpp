// Warehouses, adjustments, transfers and counts as staff do them, over the wire.
#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "modules/search/api.h"
#include "tests/shop/desk.h"

namespace vitrine::stock {
namespace {

const std::string base = "/api/v1/admin";

struct stock_desk : testing::Test {
    test::Desk desk;
    catalog::VariantId pen;
    std::string karachi, main;

    stock_desk() {
        desk.category("pens");
        pen = desk.first_variant(desk.published("Pen", "pens", 10));
        karachi = desk.post(base + "/warehouses", R"({"code":"karachi","name":"Karachi","country":"PK","region":"Sindh","postal_code":"75500","priority":50})").text("/id");
        main = desk.get(base + "/warehouses").text("/items/1/id");
    }
    ~stock_desk() override {
        auto report = desk.run(verify::verify(desk.floor.db, desk.directory->all(), clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
    }
    test::Reply keyed(std::string target, std::string body, std::string key) { return desk.post(base + std::move(target), std::move(body), {{"idempotency-key", std::move(key)}}); }
    test::Reply adjust(std::int64_t change, std::string reason = "correction", std::string key = {}, std::string warehouse = {}) {
        auto place = warehouse.empty() ? "" : R"("warehouse":")" + warehouse + "\",";
        auto body = "{" + place + R"("reason":")" + reason + R"(","note":"n","items":[{"variant":")" + pen.text() + R"(","change":)" + std::to_string(change) + "}]}";
        static int number = 0;
        return keyed("/stock/adjustments", body, key.empty() ? "key" + std::to_string(++number) : key);
    }
    test::Reply level() { return desk.get(base + "/stock/levels/" + pen.text()); }
    std::int64_t at(std::string code) {
        auto seen = level();
        for (const auto& place : seen.json().at("warehouses").as_array())
            if (place.at("code").as_string() == code) return place.at("on_hand").as_int64();
        return -1;
    }
    test::Reply new_transfer(std::int64_t quantity, std::string key) {
        return keyed("/transfers", R"({"source":")" + main + R"(","target":")" + karachi + R"(","items":[{"variant":")" + pen.text() + R"(","quantity":)" + std::to_string(quantity) + "}]}", key);
    }
};

TEST_F(stock_desk, adjusts_with_a_reason_once_a_key_and_writes_who_did_it) {
    auto done = adjust(-3, "damaged", "once");
    ASSERT_EQ(done.status, 201) << done.body;
    EXPECT_EQ(done.number("/items/0/on_hand"), 7);
    auto again = adjust(-3, "damaged", "once");
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
    EXPECT_EQ(again.body, done.body);
    EXPECT_EQ(adjust(-2, "damaged", "once").code(), "idempotency.key_reused");
    EXPECT_EQ(at("main"), 7);
    auto moves = desk.get(base + "/stock/movements?variant=" + pen.text());
    EXPECT_EQ(moves.number("/items/0/change"), -3);
    EXPECT_EQ(moves.text("/items/0/reason"), "damaged");
    EXPECT_EQ(moves.text("/items/0/actor"), "key_test");
    EXPECT_EQ(moves.text("/items/0/warehouse"), main);
}

TEST_F(stock_desk, takes_no_more_than_is_there_and_nothing_of_an_unknown_article) {
    EXPECT_EQ(adjust(-11).code(), "stock.not_there");
    EXPECT_EQ(adjust(-1, "lost", {}, karachi).code(), "stock.not_there");
    EXPECT_EQ(adjust(0).code(), "request.invalid");
    pen = catalog::VariantId::next(clock_now());
    EXPECT_EQ(adjust(1).code(), "stock.variant_unknown");
    EXPECT_EQ(level().status, 404);
}

TEST_F(stock_desk, asks_a_permission_of_its_own_for_adjusting) {
    desk.permissions = {"stock:read", "stock:write"};
    EXPECT_EQ(adjust(1).status, 403);
    EXPECT_EQ(level().status, 200);
    desk.permissions = {"stock:adjust"};
    EXPECT_EQ(adjust(1).status, 201);
    EXPECT_EQ(level().status, 403);
    desk.permissions = {"*"};
}

TEST_F(stock_desk, moves_goods_between_warehouses_and_sells_them_nowhere_on_the_way) {
    auto asked = new_transfer(4, "t1");
    ASSERT_EQ(asked.status, 201) << asked.body;
    auto one = "/transfers/" + asked.text("/transfer/id");
    EXPECT_EQ(at("main"), 10) << "asked for, not sent";
    auto sent = keyed(one + "/sending", "", "t2");
    ASSERT_EQ(sent.status, 200) << sent.body;
    EXPECT_EQ(at("main"), 6);
    EXPECT_EQ(level().number("/level/available"), 6);
    auto some = keyed(one + "/receipts", R"({"items":[{"variant":")" + pen.text() + R"(","quantity":3}]})", "t3");
    EXPECT_EQ(some.text("/transfer/state"), "partial");
    EXPECT_EQ(at("karachi"), 3);
    EXPECT_EQ(keyed(one + "/receipts", R"({"items":[{"variant":")" + pen.text() + R"(","quantity":3}]})", "t3").body, some.body) << "the same receipt";
    EXPECT_EQ(at("karachi"), 3);
    EXPECT_EQ(keyed(one + "/receipts", R"({"items":[{"variant":")" + pen.text() + R"(","quantity":2}]})", "t4").code(), "request.invalid") << "one is on its way";
    EXPECT_EQ(keyed(one + "/cancellation", "", "t5").code(), "stock.illegal_transfer_move");
    auto closed = keyed(one + "/closing", "", "t6");
    EXPECT_EQ(closed.text("/transfer/state"), "received");
    EXPECT_EQ(closed.number("/lines/0/missing"), 1);
    EXPECT_EQ(keyed(one + "/receipts", "{}", "t7").code(), "stock.illegal_transfer_move");
    EXPECT_EQ(level().number("/level/on_hand"), 9);
}

TEST_F(stock_desk, takes_a_transfer_back_that_was_sent) {
    auto one = "/transfers/" + new_transfer(10, "t1").text("/transfer/id");
    EXPECT_EQ(keyed(one + "/sending", "", "t2").status, 200);
    EXPECT_EQ(level().number("/level/on_hand"), 0);
    auto back = keyed(one + "/cancellation", "", "t3");
    EXPECT_EQ(back.text("/transfer/state"), "cancelled");
    EXPECT_EQ(at("main"), 10);
    auto too_many = "/transfers/" + new_transfer(11, "t4").text("/transfer/id");
    EXPECT_EQ(keyed(too_many + "/sending", "", "t5").code(), "stock.not_there");
    EXPECT_EQ(keyed(too_many + "/cancellation", "", "t6").text("/transfer/state"), "cancelled");
}

TEST_F(stock_desk, counts_while_the_shop_goes_on_and_corrects_once) {
    auto opened = keyed("/stock/counts", "{}", "c1");
    ASSERT_EQ(opened.status, 201) << opened.body;
    EXPECT_EQ(opened.number("/lines/0/expected"), 10);
    auto one = base + "/stock/counts/" + opened.text("/count/id");
    EXPECT_EQ(adjust(-1, "own_use").status, 201) << "taken after they began, before they counted";
    EXPECT_EQ(desk.put(one + "/entries", R"({"items":[{"variant":")" + pen.text() + R"(","counted":7}]})", "*").status, 200);
    EXPECT_EQ(desk.put(one + "/entries", R"({"items":[{"variant":")" + pen.text() + R"(","counted":8}]})", "*").number("/lines/0/counted"), 8) << "counted again";
    EXPECT_EQ(desk.get(one).number("/lines/0/expected"), 9);
    auto posted = desk.post(one + "/posting", "", {{"idempotency-key", "c2"}});
    ASSERT_EQ(posted.status, 200) << posted.body;
    EXPECT_EQ(posted.number("/lines/0/posted"), -1) << "what left before was not counted, and is not missing";
    EXPECT_EQ(at("main"), 8);
    EXPECT_EQ(desk.post(one + "/posting", "", {{"idempotency-key", "c3"}}).code(), "stock.illegal_count_move");
    EXPECT_EQ(desk.post(one + "/posting", "", {{"idempotency-key", "c2"}}).body, posted.body);
    EXPECT_EQ(at("main"), 8);
}

TEST_F(stock_desk, posts_what_two_counts_found_missing_once) {
    auto first = base + "/stock/counts/" + keyed("/stock/counts", "{}", "c1").text("/count/id"), second = base + "/stock/counts/" + keyed("/stock/counts", "{}", "c2").text("/count/id");
    auto entry = R"({"items":[{"variant":")" + pen.text() + R"(","counted":8}]})";
    EXPECT_EQ(desk.put(first + "/entries", entry, "*").status, 200);
    EXPECT_EQ(desk.put(second + "/entries", entry, "*").number("/lines/0/expected"), 10);
    EXPECT_EQ(desk.post(first + "/posting", "", {{"idempotency-key", "c3"}}).number("/lines/0/posted"), -2);
    EXPECT_EQ(at("main"), 8);
    EXPECT_EQ(desk.get(second).number("/lines/0/expected"), 8);
    EXPECT_EQ(desk.get(first).number("/lines/0/expected"), 10) << "it is history";
    EXPECT_EQ(desk.post(second + "/posting", "", {{"idempotency-key", "c4"}}).number("/lines/0/posted"), 0);
    EXPECT_EQ(at("main"), 8);
}

TEST_F(stock_desk, closes_no_warehouse_with_goods_in_it_and_keeps_one_default) {
    EXPECT_EQ(adjust(2, "received", {}, karachi).status, 201);
    auto closing = R"({"code":"karachi","name":"Karachi","is_closed":true})";
    EXPECT_EQ(desk.put(base + "/warehouses/" + karachi, closing, "*").code(), "stock.warehouse_not_empty");
    EXPECT_EQ(adjust(-2, "lost", {}, karachi).status, 201);
    EXPECT_EQ(desk.put(base + "/warehouses/" + karachi, closing, "\"v9\"").status, 412);
    EXPECT_EQ(desk.put(base + "/warehouses/" + karachi, closing, "*").status, 200);
    EXPECT_EQ(adjust(1, "received", {}, karachi).code(), "request.invalid") << "it is closed";
    EXPECT_EQ(desk.put(base + "/warehouses/" + main, R"({"code":"main","name":"Main","is_default":false})", "*").code(), "request.invalid");
    EXPECT_EQ(desk.post(base + "/warehouses", R"({"code":"main","name":"Again"})").code(), "stock.code_taken");
    EXPECT_EQ(desk.put(base + "/warehouses/" + karachi, R"({"code":"karachi","name":"Karachi","is_default":true})", "*").status, 200);
    EXPECT_EQ(desk.get(base + "/warehouses/" + main).text("/is_default"), "false");
}

TEST_F(stock_desk, imports_the_difference_into_the_default_warehouse_and_out_of_the_others_when_it_must) {
    EXPECT_EQ(adjust(5, "received", {}, karachi).status, 201);
    desk.stock(pen, 18);
    EXPECT_EQ(at("main"), 13);
    desk.stock(pen, 2);
    EXPECT_EQ(at("main"), 0);
    EXPECT_EQ(at("karachi"), 2);
}

TEST_F(stock_desk, shows_pages_what_is_kept_back_and_what_is_still_to_come) {
    auto policy = [&](std::string body) { return desk.put(base + "/stock/levels/" + pen.text() + "/policy", std::move(body), "*"); };
    ASSERT_EQ(policy(R"({"kind":"stock_only","safety":4})").status, 200);
    EXPECT_EQ(desk.seen()->variant(pen)->available, 6);
    EXPECT_EQ(policy(R"({"kind":"pre_order","promise_limit":5})").code(), "request.invalid") << "buyers are told when";
    auto expected_at = R"(,"expected_at":"2099-03-01T10:00:00Z"})";
    ASSERT_EQ(policy(R"({"kind":"pre_order","promise_limit":5)" + std::string(expected_at)).status, 200);
    auto seen = desk.seen();
    auto coming = seen->coming(pen);
    ASSERT_TRUE(coming);
    EXPECT_EQ(coming->kind, PolicyKind::pre_order);
    EXPECT_EQ(coming->in_stock, 10);
    EXPECT_EQ(seen->variant(pen)->available, 15);
    EXPECT_EQ(desk.get("/api/v1/products/pen/availability").number("/items/0/available"), 15);
    EXPECT_EQ(desk.put(base + "/stock/levels/" + pen.text() + "/policy", R"({"kind":"stock_only"})", "\"v1\"").status, 412);
}

TEST_F(stock_desk, keeps_settings_and_lanes) {
    EXPECT_EQ(desk.put(base + "/stock/settings", R"({"strategy":"fewest_parcels","guest_hold_minutes":10})", "*").text("/strategy"), "fewest_parcels");
    EXPECT_EQ(desk.put(base + "/stock/settings", R"({"strategy":"nearest","guest_hold_minutes":0})", "*").status, 422);
    EXPECT_EQ(desk.put(base + "/stock/lanes/" + pen.text(), "{}", "*").text("/items/0/variant"), pen.text());
    EXPECT_EQ(desk.put(base + "/stock/lanes/" + pen.text(), R"({"opens_at":"2026-01-02T00:00:00Z","closes_at":"2026-01-01T00:00:00Z"})", "*").code(), "request.invalid");
    EXPECT_EQ(desk.del(base + "/stock/lanes/" + pen.text(), "*").body, R"({"items":[]})");
}

}  // namespace
}  // namespace vitrine::stock
