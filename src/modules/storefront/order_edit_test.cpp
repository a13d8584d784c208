// The order's page shows what an edit asks for; its button leads to the pay page of the difference.
#include "tests/shop/browser.h"
#include "tests/shop/editor.h"

namespace vitrine::storefront {
namespace {

using test::Browser, test::Editor, test::has, test::text;

struct Visit {
    Editor desk;
    Browser browser{desk.shop};
    orders::OrderView order = desk.paid();
    std::string home = "/orders/" + order.id.text();

    void come_by_link() { browser.get(home + "?token=" + orders::guest_token(desk.shop.config, order.id)); }
};

TEST(page_of_an_edit, shows_the_change_and_leads_to_its_payment) {
    Visit visit;
    visit.come_by_link();
    EXPECT_FALSE(has(visit.browser.get(visit.home), "Your order is to be changed")) << "nothing is asked for yet";
    auto edit = visit.desk.edited(visit.order.id, {{visit.desk.pen, {1}}, {visit.desk.ink, {1}}});
    auto page = visit.browser.get(visit.home);
    EXPECT_TRUE(has(page, "Your order is to be changed"));
    EXPECT_TRUE(has(page, "is added"));
    EXPECT_TRUE(has(page, "is taken out"));
    EXPECT_TRUE(has(page, "Pay Rs 150"));
    auto pay = "/checkout/pay/" + edit.id.text();
    EXPECT_TRUE(has(page, "href=\"" + pay + "\""));
    auto form = visit.browser.get(pay);
    EXPECT_EQ(form.status, 200);
    EXPECT_TRUE(has(form, "Rs 150"));
    EXPECT_TRUE(has(form, "order=" + edit.id.text())) << "where the browser comes back to";

    visit.desk.pay_difference(edit);
    auto after = visit.browser.get(visit.home);
    EXPECT_FALSE(has(after, "Your order is to be changed"));
    EXPECT_TRUE(has(after, "1 of them taken out"));
    EXPECT_EQ(visit.browser.get(pay).status, 303) << "nothing is to be paid any more";
    EXPECT_EQ(visit.browser.get("/checkout/return?order=" + edit.id.text()).status, 303);
}

TEST(page_of_an_edit, is_nobodys_but_the_holders) {
    Visit visit;
    auto edit = visit.desk.edited(visit.order.id, {{visit.desk.pen, {3}}});
    EXPECT_EQ(visit.browser.get("/checkout/pay/" + edit.id.text()).status, 404);
    EXPECT_EQ(visit.browser.get("/checkout/pay/" + orders::PaidEditId::next(clock_now()).text()).status, 404);
    visit.come_by_link();
    EXPECT_EQ(visit.browser.get("/checkout/pay/" + edit.id.text()).status, 200);
}

}  // namespace
}  // namespace vitrine::storefront
