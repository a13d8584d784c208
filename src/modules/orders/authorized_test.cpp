// Orders whose money is authorised first, and orders whose money is in doubt.
#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "modules/orders/cancel.h"
#include "modules/orders/refund.h"
#include "tests/shop/stripe_stand.h"

namespace vitrine::orders {
namespace {

using test::Counter;
using test::Shop;

struct Till : Counter {
    explicit Till(std::map<std::string, std::string> settings) : Counter(std::move(settings)) {}

    OrderView placed() {
        auto order = till.shop.place(till.shop.cart_ready_to_place({{pen, 2}}), "", "stripe").order();
        till.work();
        return order;
    }
    OrderView paid_by(const std::string& card, const std::string& message) {
        auto order = placed();
        stripe.pay(order.payment, card);
        EXPECT_EQ(hear(message), 200);
        return order;
    }
    Ctx staff_ctx() {
        auto ctx = till.shop.ctx;
        ctx.role = Role::staff;
        return ctx;
    }
    std::string state(OrderId id) { return std::string(shape_name(till.shop.run(view(till.shop.app, staff_ctx(), id, {}))->state)); }
    std::string go(OrderId id, const std::string& verb) {
        auto moved = till.shop.run(move(till.shop.app, staff_ctx(), id, verb, ""));
        return moved ? std::string(shape_name(moved->state)) : moved.error().code;
    }
    std::int64_t on_hand() { return till.shop.count("select on_hand from stock.levels"); }
    std::int64_t sales() { return till.shop.count("select count(*) from stock.reservations where state = 'sold'"); }
    void expect_books_in_order() {
        auto report = till.shop.run(verify::verify(till.shop.floor.db, {till.shop.directory->by_id(till.shop.ctx.store)}, clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
    }

    catalog::VariantId pen = till.shop.article("PEN-1", Shop::rupees(500), 10);
};

constexpr auto authorized = "payment_intent.amount_capturable_updated", plain = "4242424242424242";

// Trap 32: authorise, then capture: stock moves once.
TEST(authorized_order, moves_its_stock_once_when_it_is_captured) {
    Till till({{"stripe_capture", "manual"}});
    auto order = till.paid_by(plain, authorized);
    EXPECT_EQ(till.state(order.id), "processing");
    EXPECT_EQ(till.till.shop.available(till.pen), 8) << "reserved";
    EXPECT_EQ(till.on_hand(), 10) << "not sold";
    till.expect_books_in_order();
    auto capture = [&] { return till.till.shop.run(payments::capture(till.till.shop.app, till.staff_ctx(), order.payment)); };
    for (int n = 0; n < 3; ++n) EXPECT_EQ(capture()->state, payments::State::succeeded);
    till.hear("payment_intent.succeeded");
    EXPECT_EQ(till.on_hand(), 8);
    EXPECT_EQ(till.sales(), 1);
    till.expect_books_in_order();
    EXPECT_EQ(till.go(order.id, "pack"), "packed");
    EXPECT_EQ(till.go(order.id, "ship"), "shipped");
    EXPECT_EQ(till.on_hand(), 8);
    EXPECT_EQ(till.sales(), 1);
    till.expect_books_in_order();
}

TEST(authorized_order, is_not_shipped_before_a_person_has_captured) {
    Till till({{"stripe_capture", "manual"}});
    auto order = till.paid_by(plain, authorized);
    EXPECT_EQ(till.go(order.id, "ship"), "orders.illegal_move") << "not packed yet";
    EXPECT_EQ(till.go(order.id, "pack"), "packed");
    EXPECT_EQ(till.go(order.id, "ship"), "payments.not_captured");
    EXPECT_EQ(till.state(order.id), "packed");
    EXPECT_EQ(till.stripe.money_held(), 0);
}

TEST(authorized_order, is_captured_by_its_shipment_where_the_store_wants_it_so) {
    Till till({{"stripe_capture", "shipment"}});
    auto order = till.paid_by(plain, authorized);
    EXPECT_EQ(till.go(order.id, "pack"), "packed");
    till.stripe.it.faults.add({"payment_intents.capture", simulators::FaultKind::error, 1, {}, 429});
    EXPECT_EQ(till.go(order.id, "ship"), "payments.gateway_unreachable") << "no goods without the money";
    EXPECT_EQ(till.state(order.id), "packed");
    EXPECT_EQ(till.go(order.id, "ship"), "shipped");
    till.till.work();
    EXPECT_EQ(till.stripe.money_held(), order.total.minor);
    EXPECT_EQ(till.on_hand(), 8);
    EXPECT_EQ(till.sales(), 1);
    till.expect_books_in_order();
}

TEST(authorized_order, gives_its_goods_back_when_the_authorisation_lapses) {
    Till till({{"stripe_capture", "manual"}});
    auto order = till.paid_by(plain, authorized);
    ASSERT_TRUE(till.stripe.it.account.end_intent(till.stripe.id_of(order.payment), "lapsed"));
    till.hear("payment_intent.canceled");
    till.till.work();
    EXPECT_EQ(till.state(order.id), "cancelled");
    EXPECT_EQ(till.till.shop.available(till.pen), 10);
    till.expect_books_in_order();
}

TEST(authorized_order, is_not_shipped_once_its_authorisation_has_lapsed_though_the_news_is_still_on_its_way) {
    Till till({{"stripe_capture", "shipment"}});
    auto order = till.paid_by(plain, authorized);
    EXPECT_EQ(till.go(order.id, "pack"), "packed");
    ASSERT_TRUE(till.stripe.it.account.end_intent(till.stripe.id_of(order.payment), "lapsed"));
    EXPECT_EQ(till.till.verify(order.payment)->state, payments::State::cancelled);
    EXPECT_EQ(till.go(order.id, "ship"), "payments.not_authorized") << "no goods without the money";
    till.till.work();
    EXPECT_EQ(till.state(order.id), "cancelled");
    EXPECT_EQ(till.till.shop.available(till.pen), 10);
    till.expect_books_in_order();
}

TEST(authorized_order, keeps_its_goods_past_the_window_to_pay_in_and_may_be_called_off) {
    Till till({{"stripe_capture", "manual"}});
    auto order = till.paid_by(plain, authorized);
    for (auto later : {Duration(31min), Duration(24h)}) till.till.work(later);
    EXPECT_EQ(till.state(order.id), "processing");
    EXPECT_EQ(till.till.shop.available(till.pen), 8);
    EXPECT_TRUE(till.till.shop.run(call_off(till.till.shop.app, till.staff_ctx(), order.id, "changed their mind")));
    till.till.work();
    EXPECT_EQ(till.state(order.id), "cancelled");
    EXPECT_EQ(till.stripe.intent_of(order.payment).at("status"), "canceled");
    EXPECT_EQ(till.till.shop.available(till.pen), 10);
    till.expect_books_in_order();
}

TEST(order_in_doubt, is_held_and_goes_on_when_a_person_approves) {
    Till till({});
    auto order = till.paid_by("4000000000009235", "payment_intent.succeeded");
    EXPECT_EQ(till.state(order.id), "paid");
    till.hear("review.opened");
    EXPECT_EQ(till.state(order.id), "on_hold");
    EXPECT_EQ(till.go(order.id, "process"), "orders.illegal_move");
    EXPECT_EQ(till.till.shop.count("select count(*) from orders.timeline where reason = 'payment in doubt: review'"), 1);
    till.stripe.it.account.approve_review(till.stripe.it.account.reviews.order.back());
    till.hear("review.closed");
    EXPECT_EQ(till.state(order.id), "paid");
    EXPECT_EQ(till.sales(), 1);
    till.expect_books_in_order();
}

TEST(order_in_doubt, goes_back_to_where_it_was_and_is_not_let_go_by_its_capture) {
    Till till({{"stripe_capture", "manual"}, {"stripe_three_d_secure_above", "1.00"}});
    auto order = till.paid_by("378282246310005", authorized);
    till.till.work(5s);  // the hold may come before the order has heard of its payment
    EXPECT_EQ(till.state(order.id), "on_hold");
    EXPECT_EQ(till.till.shop.run(payments::capture(till.till.shop.app, till.staff_ctx(), order.payment))->state, payments::State::succeeded);
    till.till.work(5s);
    EXPECT_EQ(till.state(order.id), "on_hold") << "captured, but nobody has looked";
    till.expect_books_in_order();
    auto id = till.first("/api/v1/admin/payments/reviews", "id");
    EXPECT_EQ(till.staff(http::Method::post, "/api/v1/admin/payments/reviews/" + id + "/approval", R"({"note":"Known"})").first, 200);
    till.till.work(5s);
    EXPECT_EQ(till.state(order.id), "processing");
    EXPECT_EQ(till.sales(), 1);
    till.expect_books_in_order();
}

TEST(order_in_doubt, is_held_when_it_is_packed_already_and_goes_back_to_there) {
    Till till({});
    auto order = till.paid_by("4000000000005423", "payment_intent.succeeded");
    for (auto verb : {"process", "pack"}) till.go(order.id, verb);
    till.hear("radar.early_fraud_warning.created");
    EXPECT_EQ(till.state(order.id), "on_hold") << "its goods are still in the house";
    EXPECT_EQ(till.go(order.id, "ship"), "orders.illegal_move");
    auto id = till.first("/api/v1/admin/payments/reviews", "id");
    EXPECT_EQ(till.staff(http::Method::post, "/api/v1/admin/payments/reviews/" + id + "/approval", R"({"note":"Known"})").first, 200);
    till.till.work(5s);
    EXPECT_EQ(till.state(order.id), "packed");
    till.expect_books_in_order();
    EXPECT_EQ(till.go(order.id, "ship"), "shipped");
    EXPECT_EQ(till.sales(), 1);
    till.expect_books_in_order();
}

TEST(order_in_doubt, is_refunded_when_all_its_money_went_back) {
    Till till({});
    auto order = till.paid_by("4000000000005423", "payment_intent.succeeded");
    till.stripe.it.faults.add({"refunds.create", simulators::FaultKind::error, 2, {}, 429});
    auto given = till.till.shop.run(give_back(till.till.shop.app, till.staff_ctx(), order.id, "all of it", {.reason = *Text<1, 500>::parse("asked for")}));
    ASSERT_TRUE(given);
    EXPECT_EQ(given->refund.state, RefundProgress::pending) << "Stripe did not answer";
    till.hear("radar.early_fraud_warning.created");
    EXPECT_EQ(till.state(order.id), "on_hold");
    till.till.work(10min);
    EXPECT_EQ(till.stripe.money_held(), 0);
    EXPECT_EQ(till.state(order.id), "refunded") << "nothing is left to be looked at";
    auto id = till.first("/api/v1/admin/payments/reviews", "id");
    EXPECT_EQ(till.staff(http::Method::post, "/api/v1/admin/payments/reviews/" + id + "/approval", R"({"note":"Known"})").first, 200);
    till.till.work(10min);
    EXPECT_EQ(till.state(order.id), "refunded");
    till.expect_books_in_order();
}

TEST(order_in_doubt, that_was_shipped_stays_shipped) {
    Till till({});
    auto order = till.paid_by("4000000000000259", "payment_intent.succeeded");
    for (auto verb : {"process", "pack", "ship"}) till.go(order.id, verb);
    till.hear("charge.dispute.created");
    EXPECT_EQ(till.state(order.id), "shipped");
    EXPECT_EQ(till.till.account("disputes"), order.total.minor);
    till.expect_books_in_order();
}

// Trap 37: messages that come after the parcel has left are answered and change nothing.
TEST(order_in_doubt, hears_late_messages_without_a_change) {
    Till till({});
    auto order = till.paid_by(plain, "payment_intent.succeeded");
    for (auto verb : {"process", "pack", "ship", "deliver"}) till.go(order.id, verb);
    for (int n = 0; n < 2; ++n)
        for (auto kind : {"payment_intent.succeeded", "charge.succeeded", "payment_intent.created"}) EXPECT_EQ(till.hear(kind), 200);
    EXPECT_EQ(till.state(order.id), "delivered");
    EXPECT_EQ(till.sales(), 1);
    till.expect_books_in_order();
}

NewOrderRefund asked_for(std::optional<Money> amount = {}) { return {.amount = amount, .reason = *Text<1, 500>::parse("settled with the buyer")}; }

Result<GivenBack> give(Till& till, OrderId order, std::string key, NewOrderRefund in = asked_for()) {
    return till.till.shop.run(give_back(till.till.shop.app, till.staff_ctx(), order, std::move(key), std::move(in)));
}

// The bank has given the money back: the sale is undone, nothing is sent a second time, and only the fee is lost.
TEST(order_in_doubt, whose_dispute_is_lost_ends_as_refunded_without_sending_money_again) {
    Till till({});
    auto order = till.paid_by("4000000000000259", "payment_intent.succeeded");
    till.hear("charge.dispute.created");
    EXPECT_EQ(till.state(order.id), "on_hold");
    auto early = give(till, order.id, "too early");
    ASSERT_FALSE(early) << "the bank holds the money until the dispute is decided";
    EXPECT_EQ(early.error().code, "orders.refund_too_large");
    ASSERT_TRUE(till.stripe.it.account.end_dispute(till.stripe.it.account.disputes.order.back(), "lost"));
    till.hear("charge.dispute.closed");
    EXPECT_EQ(till.state(order.id), "on_hold");
    auto fee = till.till.account("fees:stripe");
    till.expect_books_in_order();

    auto given = give(till, order.id, "lost");
    ASSERT_TRUE(given) << given.error().detail;
    ASSERT_EQ(given->refund.parts.size(), 1u);
    EXPECT_TRUE(given->refund.parts[0].was_gone);
    EXPECT_EQ(given->refund.state, RefundProgress::succeeded);
    till.till.work(10min);
    EXPECT_EQ(till.state(order.id), "refunded");
    EXPECT_EQ(till.till.state(order.payment), "refunded");
    EXPECT_EQ(till.stripe.it.account.refunds.order.size(), 0u);
    for (const auto* name : {"sales", "shipping", "tax", "receivable", "refunds", "disputes"}) EXPECT_EQ(till.till.account(name), 0) << name;
    EXPECT_EQ(till.till.account("clearing:stripe"), -fee);
    EXPECT_EQ(give(till, order.id, "again").error().code, "orders.refund_too_large");
    till.expect_books_in_order();
}

TEST(order_in_doubt, that_was_shipped_before_its_dispute_was_lost_is_not_paid_twice_either) {
    Till till({});
    auto order = till.paid_by("4000000000000259", "payment_intent.succeeded");
    for (auto verb : {"process", "pack", "ship"}) till.go(order.id, verb);
    till.hear("charge.dispute.created");
    ASSERT_TRUE(till.stripe.it.account.end_dispute(till.stripe.it.account.disputes.order.back(), "lost"));
    till.hear("charge.dispute.closed");
    ASSERT_TRUE(give(till, order.id, "goods came back"));
    till.till.work(10min);
    EXPECT_EQ(till.state(order.id), "refunded");
    EXPECT_EQ(till.stripe.it.account.refunds.order.size(), 0u);
    EXPECT_EQ(till.till.account("disputes"), 0);
    till.expect_books_in_order();
}

// The refund came too late for the gateway, the bank decided: another try has nothing left to send.
TEST(order_in_doubt, whose_failed_refund_is_tried_again_after_a_lost_dispute_is_not_paid_twice) {
    for (auto to : {RefundTo::original, RefundTo::store_credit}) {
        Till till({});
        auto order = till.paid_by("4000000000000259", "payment_intent.succeeded");
        auto failed = give(till, order.id, "too late");
        ASSERT_TRUE(failed) << failed.error().detail;
        ASSERT_EQ(failed->refund.state, RefundProgress::failed) << "the charge is disputed";
        auto again = [&] { return till.till.shop.run(retry_refund(till.till.shop.app, till.staff_ctx(), order.id, failed->refund.id, to)); };
        till.hear("charge.dispute.created");
        auto early = again();
        ASSERT_FALSE(early) << "the bank holds the money until the dispute is decided";
        EXPECT_EQ(early.error().code, "orders.refund_too_large");
        ASSERT_TRUE(till.stripe.it.account.end_dispute(till.stripe.it.account.disputes.order.back(), "lost"));
        till.hear("charge.dispute.closed");
        auto given = again();
        ASSERT_TRUE(given) << given.error().detail;
        EXPECT_EQ(given->state, RefundProgress::succeeded);
        till.till.work(10min);
        EXPECT_EQ(till.state(order.id), "refunded");
        EXPECT_EQ(till.stripe.it.account.refunds.order.size(), 0u);
        EXPECT_EQ(till.till.account("store_credit"), 0);
        EXPECT_EQ(till.till.account("disputes"), 0);
        till.expect_books_in_order();
    }
}

// Somebody refunded it at Stripe's Dashboard and closed the review with that: our books follow when staff gives the order back.
TEST(order_in_doubt, whose_review_ended_in_a_refund_at_stripe_is_written_down_by_staff) {
    Till till({});
    auto order = till.paid_by("4000000000009235", "payment_intent.succeeded");
    till.hear("review.opened");
    ASSERT_TRUE(till.stripe.it.account.create_refund(simulators::stripe::Params({{"payment_intent", till.stripe.id_of(order.payment)}})));
    ASSERT_TRUE(till.stripe.it.account.end_review(till.stripe.it.account.reviews.order.back(), "refunded"));
    till.hear("review.closed");
    EXPECT_EQ(till.state(order.id), "on_hold");
    EXPECT_EQ(till.till.shop.count("select count(*) from payments.fraud_warnings where kind = 'given_back' and is_open"), 1);
    ASSERT_TRUE(give(till, order.id, "refunded there"));
    till.till.work(10min);
    EXPECT_EQ(till.state(order.id), "refunded");
    EXPECT_EQ(till.stripe.it.account.refunds.order.size(), 1u);
    EXPECT_EQ(till.till.account("clearing:stripe"), 0);
    EXPECT_EQ(till.till.shop.count("select count(*) from payments.fraud_warnings where is_open"), 0);
    till.expect_books_in_order();
}

TEST(order_in_doubt, goes_on_when_a_part_that_was_refunded_at_stripe_is_written_down) {
    Till till({});
    auto order = till.paid_by(plain, "payment_intent.succeeded");
    ASSERT_TRUE(till.stripe.it.account.create_refund(simulators::stripe::Params({{"payment_intent", till.stripe.id_of(order.payment)}, {"amount", "30000"}})));
    for (int n = 0; n < 2; ++n) till.hear("charge.refunded");
    EXPECT_EQ(till.state(order.id), "on_hold");
    ASSERT_TRUE(give(till, order.id, "a part", asked_for(Shop::rupees(300))));
    till.till.work(10min);
    EXPECT_EQ(till.state(order.id), "paid");
    EXPECT_EQ(till.stripe.it.account.refunds.order.size(), 1u);
    EXPECT_EQ(till.till.account("clearing:stripe"), till.stripe.money_held());
    till.till.verify(order.payment);
    till.till.work(10min);
    EXPECT_EQ(till.state(order.id), "paid") << "it is told once";
    till.expect_books_in_order();
}

}  // namespace
}  // namespace vitrine::orders
