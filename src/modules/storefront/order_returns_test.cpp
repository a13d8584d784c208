// A customer sends something back, form by form and without scripts.
#include "tests/shop/browser.h"
#include "tests/shop/return_desk.h"

namespace vitrine::storefront {
namespace {

using test::Browser, test::header, test::has, test::hidden, test::ReturnDesk, test::Shop, test::text;

struct Visit {
    ReturnDesk desk;
    Browser browser{desk.shop};
    orders::OrderView order = desk.delivered({{desk.pen, 2}});
    std::string home = "/orders/" + order.id.text() + "/returns";

    void come_by_link() { browser.get("/orders/" + order.id.text() + "?token=" + desk.token(order)); }
    shape::Fields form(const std::string& page, const std::string& quantity, const std::string& words) {
        return {{"csrf", hidden(page, "csrf")}, {"key", hidden(page, "key")}, {"q-1", quantity}, {"reason", "damaged"}, {"wish", "refund"}, {"words", words}};
    }
};

TEST(page_of_returns, leads_from_the_order_to_a_return_and_tells_how_it_stands) {
    Visit visit;
    visit.come_by_link();
    EXPECT_TRUE(has(visit.browser.get("/orders/" + visit.order.id.text()), "href=\"" + visit.home + "\""));
    auto page = text(visit.browser.get(visit.home));
    EXPECT_NE(page.find("name=\"q-1\""), std::string::npos);
    EXPECT_NE(page.find("max=\"2\""), std::string::npos);
    auto sent = visit.browser.post(visit.home, visit.form(page, "1", "It <b>broke</b>"));
    EXPECT_EQ(sent.status, 303);
    visit.browser.post(visit.home, visit.form(page, "1", "It <b>broke</b>"));
    EXPECT_EQ(visit.desk.shop.count("select count(*) from returns.returns"), 1) << "a form sent twice asks once";
    auto shown = visit.browser.get(visit.home);
    EXPECT_TRUE(has(shown, "R-1001"));
    EXPECT_TRUE(has(shown, "We are looking at what you ask for"));
    EXPECT_FALSE(has(shown, "<b>broke</b>"));
    auto id = visit.desk.shop.run(returns::returns_of(visit.desk.shop.app, visit.desk.staff(), visit.order.id, {}))->at(0).id;
    ASSERT_TRUE(visit.desk.approve(id));
    EXPECT_TRUE(has(visit.browser.get(visit.home), "Please send it"));
    auto off = visit.browser.post(visit.home + "/" + id.text(), {{"csrf", hidden(text(visit.browser.get(visit.home)), "csrf")}});
    EXPECT_EQ(off.status, 303);
    EXPECT_TRUE(has(visit.browser.get(visit.home), "You called this return off."));
}

TEST(page_of_returns, keeps_what_was_typed_and_says_what_is_wrong_with_it) {
    Visit visit;
    visit.come_by_link();
    auto page = text(visit.browser.get(visit.home));
    auto many = visit.browser.post(visit.home, visit.form(page, "3", "broken"));
    EXPECT_EQ(many.status, 422);
    EXPECT_TRUE(has(many, "href=\"#q-1\""));
    EXPECT_TRUE(has(many, "value=\"3\""));
    EXPECT_EQ(visit.browser.post(visit.home, visit.form(page, "1", "")).status, 422) << "words are wanted";
    EXPECT_EQ(visit.browser.post(visit.home, visit.form(page, "some", "broken")).status, 422);
    EXPECT_EQ(visit.desk.shop.count("select count(*) from returns.returns"), 0);
}

TEST(page_of_returns, is_nobodys_but_the_holders) {
    Visit visit;
    EXPECT_EQ(visit.browser.get(visit.home).status, 404);
    visit.come_by_link();
    auto page = text(visit.browser.get(visit.home));
    auto foreign = visit.browser.post(visit.home, visit.form(page, "1", "broken"), {{"sec-fetch-site", "cross-site"}});
    EXPECT_EQ(foreign.status, 303);
    auto forged = visit.form(page, "1", "broken");
    forged[0].second = "forged";
    visit.browser.post(visit.home, forged);
    EXPECT_EQ(visit.desk.shop.count("select count(*) from returns.returns"), 0);
}

TEST(page_of_returns, says_why_nothing_may_come_back) {
    Visit visit;
    visit.desk.set_policy([](returns::Policy& policy) {
        policy.goods = std::vector<returns::GoodsRule>{{{}, {}, std::vector{*Text<1, 40>::parse("PEN-1")}, {0}, *Text<1, 200>::parse("Used pens stay yours")}};
        for (auto& reason : policy.reasons) reason.is_always_taken.reset();
    });
    visit.come_by_link();
    auto page = visit.browser.get(visit.home);
    EXPECT_TRUE(has(page, "Used pens stay yours"));
    EXPECT_FALSE(has(page, "<form method=\"post\" action=\"" + visit.home + "\""));
}

}  // namespace
}  // namespace vitrine::storefront
