// Orders that wait for a review of the store's own while payments hear more of their money.
#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "modules/orders/cancel.h"
#include "modules/quotes/api.h"
#include "modules/risk/edit.h"
#include "modules/risk/review.h"
#include "modules/risk/testing.h"
#include "tests/shop/stripe_stand.h"

namespace vitrine::test {
namespace {

using orders::OrderView;
using risk::ReviewState;

constexpr auto reviews = "/api/v1/admin/payments/reviews";
constexpr auto plain = "4242424242424242", warned = "4000000000005423";
constexpr auto captured = "payment_intent.succeeded", authorized = "payment_intent.amount_capturable_updated";

/// A shop whose every order is reviewed.
struct WaryShop : Counter {
    explicit WaryShop(std::map<std::string, std::string> settings = {}) : Counter(std::move(settings)) {
        shop.app.rulebook = std::make_shared<quotes::Rulebook>();
        auto made = shop.run(risk::create_rule(shop.app, clerk(), risk::testing::rule("review", R"({"total_from":[{"minor":1,"currency":"PKR"}]})")));
        if (!made) throw std::runtime_error(made.error().code);
        shop.run(shop.app.rulebook->refresh(shop.floor.db, shop.ctx, *shop.directory->by_id(shop.ctx.store)));
    }
    Ctx clerk() {
        auto ctx = shop.ctx;
        ctx.role = Role::staff;
        ctx.actor = "usr_amna";
        return ctx;
    }
    OrderView held(const std::string& card, const std::string& message) {
        auto order = shop.place(shop.cart_ready_to_place({{pen, 2}}), "", "stripe").order();
        till.work();
        stripe.pay(order.payment, card);
        EXPECT_EQ(hear(message), 200);
        EXPECT_EQ(state(order), "on_hold");
        return order;
    }
    std::string state(const OrderView& order) { return std::string(shape_name(shop.run(orders::view(shop.app, clerk(), order.id, {}))->state)); }
    void decide(const OrderView& order, ReviewState verdict) {
        auto open = shop.run(risk::list_reviews(shop.app, clerk(), {.order = order.id.text()}));
        ASSERT_EQ(open->items.size(), 1u);
        ASSERT_TRUE(shop.run(risk::decide(shop.app, clerk(), open->items[0].id, verdict, "called the buyer")));
        for (int n = 0; n < 3; ++n) till.work(1s);
        expect_books_in_order();
    }
    void approve_warning() {
        EXPECT_EQ(staff(http::Method::post, std::string(reviews) + "/" + first(reviews, "id") + "/approval", R"({"note":"Known"})").first, 200);
        till.work(1s);
    }
    std::int64_t sold() { return shop.count("select coalesce(sum(quantity), 0)::bigint from stock.reservations where state = 'sold'"); }
    void expect_books_in_order() {
        auto report = shop.run(verify::verify(shop.floor.db, {shop.directory->by_id(shop.ctx.store)}, clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
        expect_sound();
    }

    Shop& shop = till.shop;
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(500), 10);
};

TEST(order_under_review, stays_on_hold_after_its_approval_while_its_payment_is_in_doubt) {
    WaryShop it;
    auto order = it.held(warned, captured);
    it.hear("radar.early_fraud_warning.created");
    it.decide(order, ReviewState::approved);
    EXPECT_EQ(it.state(order), "on_hold") << "nobody has looked at the bank's warning";
    EXPECT_EQ(it.shop.count("select count(*) from orders.timeline where reason = 'payment in doubt: fraud_warning'"), 1);
    it.approve_warning();
    EXPECT_EQ(it.state(order), "paid");
    EXPECT_EQ(it.sold(), 2);
    it.expect_books_in_order();
}

TEST(order_under_review, goes_on_with_its_approval_when_the_doubt_was_cleared_before) {
    WaryShop it;
    auto order = it.held(warned, captured);
    it.hear("radar.early_fraud_warning.created");
    it.approve_warning();
    EXPECT_EQ(it.state(order), "on_hold") << "its review is open";
    it.decide(order, ReviewState::approved);
    EXPECT_EQ(it.state(order), "paid");
    EXPECT_EQ(it.sold(), 2);
}

TEST(order_under_review, gives_goods_and_money_back_when_it_is_rejected_in_doubt) {
    WaryShop it;
    auto order = it.held(warned, captured);
    it.hear("radar.early_fraud_warning.created");
    it.decide(order, ReviewState::rejected);
    EXPECT_EQ(it.state(order), "cancelled");
    EXPECT_EQ(it.shop.available(it.pen), 10);
    EXPECT_EQ(it.stripe.money_held(), 0);
    it.approve_warning();
    EXPECT_EQ(it.state(order), "cancelled");
}

TEST(order_under_review, ends_with_its_approval_when_its_authorisation_has_lapsed_meanwhile) {
    WaryShop it({{"stripe_capture", "manual"}});
    auto order = it.held(plain, authorized);
    ASSERT_TRUE(it.stripe.it.account.end_intent(it.stripe.id_of(order.payment), "lapsed"));
    it.hear("payment_intent.canceled");
    EXPECT_EQ(it.state(order), "on_hold") << "its review decides";
    it.decide(order, ReviewState::approved);
    EXPECT_EQ(it.state(order), "cancelled") << "no goods without the money";
    EXPECT_EQ(it.shop.available(it.pen), 10);
}

TEST(order_under_review, goes_on_with_its_approval_while_its_authorisation_stands) {
    WaryShop it({{"stripe_capture", "manual"}});
    auto order = it.held(plain, authorized);
    it.decide(order, ReviewState::approved);
    EXPECT_EQ(it.state(order), "processing");
    EXPECT_EQ(it.shop.available(it.pen), 8);
    EXPECT_EQ(it.sold(), 0);
}

}  // namespace
}  // namespace vitrine::test
