// A way to pay that asks something, from the checkout to the order, form by form.
#include "tests/shop/browser.h"
#include "tests/shop/easypaisa_stand.h"

namespace vitrine::storefront {
namespace {

using test::Shop, test::Buying, test::text, test::header, test::hidden, test::has, test::home, test::with, test::guarded;

/// The same shop, which also takes Easypaisa: a way to pay that asks something.
struct BuyingWithEasypaisa : Buying {
    BuyingWithEasypaisa() {
        for (auto& [name, value] : easypaisa.settings()) shop.config.gateway_settings[name] = value;
        auto settings = *shop.directory->by_id(shop.ctx.store);
        settings.payment_methods = {"easypaisa", "bank_transfer"};
        shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, settings));
        shop.run(shop.directory->refresh(shop.floor.worker_db));
    }
    http::Response choose(const shape::Fields& answers) {
        add();
        browser.post("/checkout/information", guarded(text(browser.get("/checkout/information")), home));
        browser.post("/checkout/delivery", guarded(text(browser.get("/checkout/delivery")), {{"option", hidden_option()}}));
        return browser.post("/checkout/payment", guarded(text(browser.get("/checkout/payment")), with({{"method", "easypaisa"}}, answers)));
    }
    std::string place() {
        auto review = text(browser.get("/checkout/review"));
        return header(browser.post("/checkout/review", guarded(review, {{"expected_total", hidden(review, "expected_total")}})), "Location");
    }
    static std::string order_in(const std::string& path) { return path.substr(path.find("ord_"), path.find('?', path.find("ord_")) - path.find("ord_")); }

    test::EasypaisaStand easypaisa{shop.floor.loop, shop.web};
};

}  // namespace

TEST_F(BuyingWithEasypaisa, a_malformed_number_is_pointed_at_and_a_good_one_reaches_the_phone) {
    auto refused = choose({{"easypaisa.way", "account"}, {"easypaisa.mobile", "0300-12x"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(has(refused, "href=\"#easypaisa-mobile\""));
    EXPECT_TRUE(has(refused, "id=\"easypaisa-mobile-fault\""));
    EXPECT_TRUE(has(refused, "value=\"0300-12x\"")) << "what was typed survives";
    EXPECT_TRUE(header(browser.get("/checkout/review"), "Location").starts_with("/checkout/payment")) << "the step cannot be skipped";

    EXPECT_EQ(header(choose({{"easypaisa.way", "account"}, {"easypaisa.mobile", "+92 300 1234569"}}), "Location"), "/checkout/review");
    EXPECT_TRUE(has(browser.get("/checkout/review"), "03001234569"));
    auto where = place();
    ASSERT_TRUE(where.starts_with("/checkout/return?order=ord_")) << where;
    EXPECT_FALSE(browser.cookies.contains("answers"));
    shop.run_due_jobs();
    ASSERT_EQ(easypaisa.it.account.sequence.size(), 1u);
    auto asked = easypaisa.it.account.sequence[0];
    EXPECT_EQ(easypaisa.it.account.find(asked)->mobile, "03001234569");
    EXPECT_TRUE(has(browser.get(where), "approve it there"));
    easypaisa.it.account.answer_phone(asked, true);
    EXPECT_EQ(header(browser.get(where), "Location"), "/orders/" + order_in(where));
}

TEST_F(BuyingWithEasypaisa, a_declined_buyer_is_asked_again_and_may_choose_another_way) {
    choose({{"easypaisa.way", "account"}, {"easypaisa.mobile", "03001234513"}});
    auto where = place();
    shop.run_due_jobs();
    auto declined = browser.get(where);
    EXPECT_TRUE(has(declined, "not enough money in this Easypaisa account"));
    auto pay = "/checkout/pay/" + order_in(where);
    EXPECT_TRUE(has(declined, pay));
    EXPECT_TRUE(has(browser.get(pay), "id=\"easypaisa-way\"")) << "reading the page rings no phone";
    EXPECT_EQ(easypaisa.it.account.sequence.size(), 1u);
    EXPECT_EQ(browser.post(pay, {{"easypaisa.way", "shop"}, {"easypaisa.mobile", ""}}).status, 422);
    EXPECT_EQ(header(browser.post(pay, {{"easypaisa.way", "shop"}, {"easypaisa.mobile", "03001234567"}}), "Location"), "/orders/" + order_in(where));
    auto order = browser.get("/orders/" + order_in(where));
    ASSERT_EQ(easypaisa.it.account.sequence.size(), 2u);
    auto token = easypaisa.it.account.find(easypaisa.it.account.sequence[1])->token;
    EXPECT_TRUE(has(order, token));
    EXPECT_TRUE(has(order, "Pay in cash at a shop"));
    EXPECT_TRUE(easypaisa.it.account.pay_token(token));
    EXPECT_EQ(header(browser.get(where), "Location"), "/orders/" + order_in(where));
    EXPECT_FALSE(has(browser.get("/orders/" + order_in(where)), token));
}

TEST_F(BuyingWithEasypaisa, the_page_is_reached_by_a_form_and_its_first_return_is_posted_on) {
    choose({{"easypaisa.way", "page"}});
    auto where = place();
    ASSERT_TRUE(where.starts_with("/checkout/pay/ord_")) << where;
    auto hand_over = browser.get(where);
    EXPECT_TRUE(has(hand_over, "action=\"" + easypaisa.url() + "/easypay/Index.jsf\""));
    EXPECT_NE(header(hand_over, "Content-Security-Policy").find(easypaisa.url()), std::string::npos);
    EXPECT_FALSE(hidden(text(hand_over), "merchantHashedReq").empty());
    auto step = browser.get("/checkout/return/easypaisa?auth_token=aB3xyz");
    EXPECT_EQ(step.status, 200);
    EXPECT_TRUE(has(step, "action=\"" + easypaisa.url() + "/easypay/Confirm.jsf\""));
    EXPECT_EQ(hidden(text(step), "auth_token"), "aB3xyz");
    EXPECT_EQ(browser.get("/checkout/return/easypaisa?auth_token=%22%3E%3Cscript%3E").status, 400);
    EXPECT_EQ(easypaisa.it.account.sequence.size(), 0u);
}

TEST_F(BuyingWithEasypaisa, an_order_for_the_shop_waits_two_days) {
    choose({{"easypaisa.way", "shop"}, {"easypaisa.mobile", "03001234567"}});
    auto where = place();
    ASSERT_TRUE(where.starts_with("/orders/ord_")) << where;
    EXPECT_TRUE(has(browser.get(where), "Number for the till"));
    EXPECT_EQ(shop.count("select count(*) from orders.orders where expires_at > now() + interval '47 hours'"), 1);
    EXPECT_EQ(shop.count("select count(*) from payments.payments where pay_by > now() + interval '47 hours'"), 1);
}

}  // namespace vitrine::storefront
