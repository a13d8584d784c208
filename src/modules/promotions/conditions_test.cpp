#include "modules/promotions/testing.h"

namespace vitrine::promotions {
namespace {

using namespace testing;

const std::string ten = actions(percent(10));
bool applies(const std::string& condition, const Basket& basket, const char* zone = "Asia/Karachi") {
    return !apply(rules({R"("condition":)" + condition + "," + ten}, {}, zone), basket).applied.empty();
}
/// What a shopper who entered the code of this promotion is told.
CouponRefusal told(const std::string& members, Basket basket) {
    basket.coupons = {code(1)};
    auto outcome = apply(rules({R"("needs_coupon":true,)" + members}), basket);
    return outcome.refused.empty() ? CouponRefusal{} : outcome.refused[0];
}
std::string brand(const char* name) { return R"({"brands":[")" + std::string(name) + R"("]})"; }

TEST(promotion_conditions, value_and_quantity_of_what_is_meant) {
    auto cart = basket({line(1, 10'000, 2), line(2, 5'000)});
    EXPECT_TRUE(applies(R"({"subtotal":{"at_least":)" + money(25'000) + "}}", cart));
    EXPECT_FALSE(applies(R"({"subtotal":{"at_least":)" + money(25'001) + "}}", cart));
    EXPECT_FALSE(applies(R"({"subtotal":{"below":)" + money(25'000) + "}}", cart));
    EXPECT_TRUE(applies(R"({"quantity":{"at_least":2,"at_most":2,"of":{"products":[")" + product(1).text() + R"("]}}})", cart));
    EXPECT_FALSE(applies(R"({"quantity":{"at_least":3,"of":{"products":[")" + product(1).text() + R"("]}}})", cart));
}

TEST(promotion_conditions, goods_by_category_brand_attribute_and_exception) {
    auto pen = line(1, 1'000);
    pen.categories = {category(7), category(1)};  // its own and the one above
    pen.brand = "Dollar";
    pen.attributes["colour"] = {"Blue", "Black"};
    auto cart = basket({pen});
    auto contains = [&](const std::string& goods) { return applies(R"({"contains":)" + goods + "}", cart); };
    EXPECT_TRUE(contains(R"({"categories":[")" + category(1).text() + R"("]})"));
    EXPECT_FALSE(contains(R"({"categories":[")" + category(2).text() + R"("]})"));
    EXPECT_TRUE(contains(brand("Dollar")));
    EXPECT_FALSE(contains(brand("Piano")));
    EXPECT_TRUE(contains(R"({"attributes":{"colour":["Black","Red"]}})"));
    EXPECT_FALSE(contains(R"({"attributes":{"colour":["Red"]}})"));
    EXPECT_FALSE(contains(R"({"categories":[")" + category(1).text() + R"("],"except":[)" + brand("Dollar") + "]}"));
    EXPECT_TRUE(contains(R"({"categories":[")" + category(1).text() + R"("],"brands":["Dollar","Piano"]})"));
}

TEST(promotion_conditions, all_any_none) {
    auto cart = basket({line(1, 10'000)});
    cart.country = "PK";
    std::string yes = R"({"country":["PK"]})", no = R"({"country":["IN"]})";
    EXPECT_TRUE(applies(R"({"all":[)" + yes + "," + yes + "]}", cart));
    EXPECT_FALSE(applies(R"({"all":[)" + yes + "," + no + "]}", cart));
    EXPECT_TRUE(applies(R"({"any":[)" + no + "," + yes + "]}", cart));
    EXPECT_FALSE(applies(R"({"any":[)" + no + "]}", cart));
    EXPECT_TRUE(applies(R"({"none":[)" + no + "]}", cart));
    EXPECT_FALSE(applies(R"({"none":[)" + no + "," + yes + "]}", cart));
    EXPECT_TRUE(applies(R"({"all":[{"any":[)" + no + "," + yes + R"(]},{"none":[)" + no + "]}]}", cart));
}

TEST(promotion_conditions, groups_first_orders_zones_and_currencies) {
    auto cart = basket({line(1, 10'000)});
    EXPECT_FALSE(applies(R"({"customer_group":["vip"]})", cart));
    cart.customer_group = "vip";
    EXPECT_TRUE(applies(R"({"customer_group":["staff","vip"]})", cart));
    EXPECT_FALSE(applies(R"({"first_order":true})", cart));
    cart.is_first_order = true;
    EXPECT_TRUE(applies(R"({"first_order":true})", cart));
    cart.email.clear();
    EXPECT_FALSE(applies(R"({"first_order":true})", cart)) << "nobody knows yet whose order it is";
    EXPECT_FALSE(applies(R"({"shipping_zone":["north"]})", cart));
    cart.shipping_zone = "north";
    EXPECT_TRUE(applies(R"({"shipping_zone":["north"]})", cart));
    EXPECT_TRUE(applies(R"({"currency":["PKR"]})", cart));
    EXPECT_FALSE(applies(R"({"currency":["USD"]})", cart));
    EXPECT_TRUE(apply(rules({R"("actions":[{"amount_off":{"amount":{"minor":100,"currency":"USD"},"per":"order"}}])"}), cart).applied.empty());
}

bool runs_at(const std::string& members, std::string_view when, const char* zone) {
    auto cart = basket({line(1, 10'000)});
    cart.now = at(when);
    return !apply(rules({members + "," + ten}, {}, zone), cart).applied.empty();
}

TEST(promotion_time, trap_59_begins_and_ends_on_the_store_s_clock) {
    auto in_march = R"("starts":"2026-03-08T09:00","ends":"2026-03-08T17:00")";
    EXPECT_FALSE(runs_at(in_march, "2026-03-08T03:59:59.999Z", "Asia/Karachi"));
    EXPECT_TRUE(runs_at(in_march, "2026-03-08T04:00:00Z", "Asia/Karachi"));
    EXPECT_TRUE(runs_at(in_march, "2026-03-08T12:00:59.999Z", "Asia/Karachi"));
    EXPECT_FALSE(runs_at(in_march, "2026-03-08T12:01:00Z", "Asia/Karachi"));
    // New York moves its clocks forward that night: 09:00 is 13:00 UTC, the day before it was 14:00.
    EXPECT_FALSE(runs_at(in_march, "2026-03-08T12:59:59Z", "America/New_York"));
    EXPECT_TRUE(runs_at(in_march, "2026-03-08T13:00:00Z", "America/New_York"));
}

TEST(promotion_time, trap_59_hours_and_weekdays_are_the_store_s_too) {
    auto mornings = R"("condition":{"time":{"weekdays":["monday"],"from_clock":"09:00","until_clock":"11:59"}})";
    EXPECT_TRUE(runs_at(mornings, "2026-03-02T04:00:00Z", "Asia/Karachi"));   // Monday 09:00 in Karachi
    EXPECT_TRUE(runs_at(mornings, "2026-03-02T06:59:59Z", "Asia/Karachi"));
    EXPECT_FALSE(runs_at(mornings, "2026-03-02T07:00:00Z", "Asia/Karachi"));
    EXPECT_FALSE(runs_at(mornings, "2026-03-02T04:00:00Z", "America/New_York"));  // Sunday evening there
    auto nights = R"("condition":{"time":{"weekdays":["friday"],"from_clock":"22:00","until_clock":"01:59"}})";
    EXPECT_TRUE(runs_at(nights, "2026-03-06T17:00:00Z", "Asia/Karachi"));    // Friday 22:00
    EXPECT_TRUE(runs_at(nights, "2026-03-06T20:59:00Z", "Asia/Karachi"));    // Saturday 01:59: still Friday's night
    EXPECT_FALSE(runs_at(nights, "2026-03-05T20:30:00Z", "Asia/Karachi"));   // Friday 01:30: Thursday's night
}

TEST(promotion_time, trap_59_saving_twice_changes_nothing) {
    auto text = R"({"name":"N","label":"L","starts":"2026-03-08T02:30","ends":"2026-11-01","actions":[{"percent_off":{"rate_ppm":100000}}]})";
    auto once = to_json(*read_json<Definition>(text));
    EXPECT_EQ(once, to_json(*read_json<Definition>(once)));
    EXPECT_NE(once.find("2026-03-08T02:30\""), std::string::npos);
}

TEST(promotion_time, trap_60_the_last_day_counts_to_its_last_instant) {
    auto until_31 = R"("ends":"2026-03-31")";
    EXPECT_TRUE(runs_at(until_31, "2026-03-31T18:59:59.999Z", "Asia/Karachi"));
    EXPECT_FALSE(runs_at(until_31, "2026-03-31T19:00:00Z", "Asia/Karachi"));
    // The day on which New York's clocks go back has 25 hours, and all of them count.
    EXPECT_TRUE(runs_at(R"("ends":"2026-11-01")", "2026-11-02T04:59:59.999Z", "America/New_York"));
    EXPECT_FALSE(runs_at(R"("ends":"2026-11-01")", "2026-11-02T05:00:00Z", "America/New_York"));
    EXPECT_TRUE(runs_at(R"("condition":{"time":{"until":"2026-03-31"}})", "2026-03-31T18:59:59.999Z", "Asia/Karachi"));
}

TEST(coupon_refusals, say_what_is_missing_in_words) {
    auto cart = basket({line(1, 10'000)});
    auto value = told(R"("condition":{"subtotal":{"at_least":)" + money(60'000) + R"(,"of":{"label":"notebooks"}}},)" + ten, cart);
    EXPECT_EQ(value.reason, Reason::needs_more_value);
    EXPECT_EQ(value.text, "Add Rs 500 more of notebooks to use it.");
    auto items = told(R"("condition":{"quantity":{"at_least":3}},)" + ten, cart);
    EXPECT_EQ(items.reason, Reason::needs_more_items);
    EXPECT_EQ(items.text, "Add 2 more articles to use it.");
    auto goods = told(actions(percent(10, R"(,"on":{"label":"pens","categories":[")" + category(3).text() + R"("]})")), cart);
    EXPECT_EQ(goods.reason, Reason::wrong_goods);
    EXPECT_EQ(goods.text, "It is for pens only.");
    EXPECT_EQ(told(R"("starts":"2027-01-01",)" + ten, cart).reason, Reason::not_yet);
    EXPECT_EQ(told(R"("ends":"2026-01-01",)" + ten, cart).reason, Reason::expired);
    cart.coupons = {code(5)};
    EXPECT_EQ(apply(rules({ten}), cart).refused.at(0).reason, Reason::inactive);
}

}  // namespace
}  // namespace vitrine::promotions
