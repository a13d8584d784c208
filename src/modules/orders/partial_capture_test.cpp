// Less is captured than was authorised: what the order no longer owes is given back before it is taken.
#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "modules/orders/cancel.h"
#include "modules/orders/refund.h"
#include "tests/shop/stripe_stand.h"

namespace vitrine::orders {
namespace {

using test::Counter;
using test::Shop;

struct Clerk : Counter {
    Clerk() : Counter({{"stripe_capture", "manual"}}) {}

    OrderView authorized() {
        auto order = till.shop.place(till.shop.cart_ready_to_place({{pen, 3}}), "", "stripe").order();
        till.work();
        stripe.pay(order.payment);
        EXPECT_EQ(hear("payment_intent.amount_capturable_updated"), 200);
        EXPECT_EQ(state(order.id), "processing");
        return order;
    }
    Ctx staff_ctx() {
        auto ctx = till.shop.ctx;
        ctx.role = Role::staff;
        return ctx;
    }
    std::string state(OrderId id) { return std::string(shape_name(till.shop.run(view(till.shop.app, staff_ctx(), id, {}))->state)); }
    Result<GivenBack> give(OrderId order, NewOrderRefund in) { return till.shop.run(give_back(till.shop.app, staff_ctx(), order, "key " + std::to_string(++keys), std::move(in))); }
    static NewOrderRefund line(std::int64_t quantity) {
        NewOrderRefund in{.reason = *Text<1, 500>::parse("not in stock")};
        in.lines = std::vector<RefundLine>{{{1}, {quantity}}};
        return in;
    }
    Result<payments::PaymentView> capture(PaymentId payment) { return till.shop.run(payments::capture(till.shop.app, staff_ctx(), payment)); }
    void expect_books_in_order() {
        auto report = till.shop.run(verify::verify(till.shop.floor.db, {till.shop.directory->by_id(till.shop.ctx.store)}, clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
    }

    catalog::VariantId pen = till.shop.article("PEN-1", Shop::rupees(500), 10);
    int keys = 0;
};

TEST(partial_capture, takes_what_is_left_and_lets_the_rest_go) {
    Clerk clerk;
    auto order = clerk.authorized();
    auto given = clerk.give(order.id, Clerk::line(1));
    ASSERT_TRUE(given) << given.error().detail;
    EXPECT_EQ(given->refund.parts.at(0).way, RefundWay::release);
    EXPECT_EQ(given->refund.state, RefundProgress::succeeded);
    clerk.expect_books_in_order();
    auto captured = clerk.capture(order.payment);
    ASSERT_TRUE(captured) << captured.error().code;
    auto taken = order.total - Shop::rupees(500);
    EXPECT_EQ(captured->state, payments::State::succeeded);
    EXPECT_EQ(captured->amount, taken);
    EXPECT_EQ(clerk.stripe.money_held(), taken.minor);
    EXPECT_EQ(clerk.stripe.intent_of(order.payment).at("status"), "succeeded");
    for (const auto* kind : {"payment_intent.succeeded", "payment_intent.amount_capturable_updated"}) clerk.hear(kind);
    clerk.till.work();
    EXPECT_EQ(clerk.state(order.id), "processing");
    EXPECT_EQ(clerk.till.account("receivable"), 0);
    EXPECT_EQ(clerk.till.account("clearing:stripe"), taken.minor);
    EXPECT_EQ(clerk.till.receipts("surplus"), 0);
    clerk.expect_books_in_order();

    ASSERT_TRUE(clerk.give(order.id, {.reason = *Text<1, 500>::parse("came back")})) << "the rest, once it was taken";
    clerk.till.work();
    EXPECT_EQ(clerk.state(order.id), "refunded");
    EXPECT_EQ(clerk.stripe.money_held(), 0);
    for (const auto* name : {"sales", "shipping", "tax", "receivable", "refunds", "clearing:stripe"}) EXPECT_EQ(clerk.till.account(name), 0) << name;
    clerk.expect_books_in_order();
}

TEST(partial_capture, leaves_something_to_take) {
    Clerk clerk;
    auto order = clerk.authorized();
    EXPECT_EQ(clerk.give(order.id, {.reason = *Text<1, 500>::parse("all of it")}).error().code, "orders.refund_too_large") << "then it is cancelled";
    EXPECT_EQ(clerk.give(order.id, {.amount = Shop::rupees(1), .to = RefundTo::store_credit, .reason = *Text<1, 500>::parse("x")})->refund.parts.at(0).way, RefundWay::release)
        << "what was not taken cannot become credit";
    clerk.expect_books_in_order();
}

TEST(partial_capture, that_never_happens_leaves_nothing_behind) {
    for (bool lapses : {false, true}) {
        Clerk clerk;
        auto order = clerk.authorized();
        ASSERT_TRUE(clerk.give(order.id, Clerk::line(2)));
        if (lapses) {
            ASSERT_TRUE(clerk.stripe.it.account.end_intent(clerk.stripe.id_of(order.payment), "lapsed"));
            clerk.hear("payment_intent.canceled");
        } else {
            ASSERT_TRUE(clerk.till.shop.run(call_off(clerk.till.shop.app, clerk.staff_ctx(), order.id, "changed their mind")));
        }
        clerk.till.work();
        EXPECT_EQ(clerk.state(order.id), "cancelled");
        for (const auto* name : {"sales", "shipping", "tax", "receivable", "refunds"}) EXPECT_EQ(clerk.till.account(name), 0) << name;
        clerk.expect_books_in_order();
    }
}

TEST(partial_capture, amount_stands_still_while_it_is_captured) {
    Clerk clerk;
    auto order = clerk.authorized();
    clerk.stripe.it.faults.add({"payment_intents.capture", simulators::FaultKind::error, 5, {}, {}});
    EXPECT_EQ(clerk.capture(order.payment).error().code, "payments.gateway_unreachable");
    EXPECT_EQ(clerk.give(order.id, Clerk::line(1)).error().code, "payments.capture_under_way") << "nobody knows whether it was taken";
    clerk.stripe.it.faults.clear();
    ASSERT_TRUE(clerk.capture(order.payment));
    clerk.till.work();
    EXPECT_EQ(clerk.stripe.money_held(), order.total.minor);
    ASSERT_TRUE(clerk.give(order.id, Clerk::line(1)));
    EXPECT_EQ(clerk.stripe.money_held(), order.total.minor - 50'000) << "a refund like any other";
    clerk.expect_books_in_order();
}

}  // namespace
}  // namespace vitrine::orders
