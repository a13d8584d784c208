// An order that is paid at the door, from the cart to the courier's remittance.
#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "io/pg/session.h"
#include "modules/orders/cancel.h"
#include "modules/orders/refund.h"
#include "tests/shop/shop.h"

namespace vitrine::orders {
namespace {

using test::Shop;

struct Door {
    Door() {
        auto settings = *shop.directory->by_id(shop.ctx.store);
        settings.payment_methods = {"bank_transfer", "cash_on_delivery"};
        settings.payment_settings = {{{"cash_on_delivery_most", "5000.00"}, {"cash_on_delivery_countries", "PK"}}};
        shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, settings));
        shop.run(shop.directory->refresh(shop.floor.worker_db));
    }
    OrderView placed() {
        auto order = shop.place(shop.cart_ready_to_place({{pen, 2}}), "", "cash_on_delivery").order();
        shop.run_due_jobs();
        return order;
    }
    std::string state(OrderId id) { return std::string(shape_name(shop.run(view(shop.app, staff(), id, {}))->state)); }
    std::int64_t account(const std::string& name) { return shop.count("select coalesce(sum(minor), 0)::bigint from ledger.lines where account = '" + name + "'"); }
    Ctx staff() {
        auto ctx = shop.ctx;
        ctx.role = Role::staff;
        return ctx;
    }
    bool goes(OrderId id, const std::string& verb) { return shop.run(move(shop.app, staff(), id, verb, "")).has_value(); }
    void expect_sound() {
        auto report = shop.run(verify::verify(shop.floor.db, {shop.directory->by_id(shop.ctx.store)}, clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
    }

    Shop shop;
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(500), 10);
};

TEST(cash_on_delivery, lets_the_goods_go_out_before_the_money_comes_in) {
    Door door;
    auto order = door.placed();
    EXPECT_EQ(door.state(order.id), "processing");
    EXPECT_EQ(door.shop.available(door.pen), 8);
    EXPECT_EQ(door.account("receivable"), order.total.minor) << "the buyer owes it";
    door.expect_sound();
    for (const auto* verb : {"pack", "ship"}) ASSERT_TRUE(door.goes(order.id, verb)) << verb;
    EXPECT_EQ(door.shop.count("select count(*) from stock.reservations where state = 'sold'"), 1);

    auto collect = [&] { return door.shop.run(payments::mark_paid(door.shop.app, door.staff(), order.payment, order.total, "run sheet 7")); };
    EXPECT_EQ(door.shop.run(payments::remit(door.shop.app, door.staff(), order.payment, order.total)).error().code, "payments.not_collected");
    for (int n = 0; n < 2; ++n) EXPECT_EQ(collect()->state, payments::State::succeeded);
    door.shop.run_due_jobs();
    EXPECT_EQ(door.account("receivable"), 0);
    EXPECT_EQ(door.account("clearing:cash_on_delivery"), order.total.minor) << "now the courier owes it";
    door.expect_sound();

    EXPECT_EQ(door.shop.run(payments::remit(door.shop.app, door.staff(), order.payment, Shop::rupees(1))).error().code, "payments.wrong_amount");
    for (int n = 0; n < 2; ++n) EXPECT_TRUE(door.shop.run(payments::remit(door.shop.app, door.staff(), order.payment, order.total)));
    EXPECT_EQ(door.account("clearing:cash_on_delivery"), 0);
    EXPECT_EQ(door.account("bank"), order.total.minor);
    EXPECT_EQ(door.state(order.id), "shipped");
    ASSERT_TRUE(door.goes(order.id, "deliver"));
    door.expect_sound();
}

// Whoever places an order locks its goods first, cards and credit last; so does a refund that ends an order. While it waits for the goods it holds no account,
// or the two would wait for each other.
TEST(cash_on_delivery, given_back_as_credit_waits_for_its_goods_before_it_holds_the_buyers_credit) {
    Door door;
    auto first = door.placed(), second = door.placed();
    for (const auto& order : {first, second}) ASSERT_TRUE(door.shop.run(payments::mark_paid(door.shop.app, door.staff(), order.payment, order.total, "paid in the shop")));
    door.shop.run_due_jobs();
    auto give = [&](const OrderView& order, std::string key) -> Task<bool> {
        NewOrderRefund all{.to = RefundTo::store_credit, .reason = *Text<1, 500>::parse("changed their mind")};
        co_return (co_await give_back(door.shop.app, door.staff(), order.id, std::move(key), all)).has_value();
    };
    ASSERT_TRUE(door.shop.run(give(first, "first"))) << "now there is an account";
    pg::Session buyer(door.shop.database.owner());
    buyer.run("begin; select from stock.levels for update");
    auto watch = [&]() -> Task<bool> {
        while (door.shop.count("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 0) co_await sleep_for(5ms);
        bool is_free = true;
        try {
            buyer.run("select from tenders.accounts for update nowait");
        } catch (const pg::Error&) {
            is_free = false;
        }
        buyer.run("rollback");
        co_return is_free;
    };
    std::vector<Task<bool>> both;
    both.push_back(give(second, "second"));
    both.push_back(watch());
    EXPECT_EQ(door.shop.run(test::all_of(std::move(both))), (std::vector<bool>{true, true}));
    door.expect_sound();
}

TEST(cash_on_delivery, keeps_no_goods_reserved_for_an_order_that_was_paid_and_given_back_before_it_was_shipped) {
    Door door;
    auto order = door.placed();
    ASSERT_TRUE(door.shop.run(payments::mark_paid(door.shop.app, door.staff(), order.payment, order.total, "paid in the shop")));
    door.shop.run_due_jobs();
    EXPECT_EQ(door.state(order.id), "processing");
    EXPECT_EQ(door.shop.count("select count(*) from stock.reservations where state = 'active'"), 1);
    NewOrderRefund all{.to = RefundTo::store_credit, .reason = *Text<1, 500>::parse("changed their mind")};
    ASSERT_TRUE(door.shop.run(give_back(door.shop.app, door.staff(), order.id, "all of it", all)));
    EXPECT_EQ(door.state(order.id), "refunded");
    EXPECT_EQ(door.shop.count("select count(*) from stock.reservations where state = 'active'"), 0);
    door.expect_sound();
}

TEST(cash_on_delivery, is_not_closed_by_the_sweeper_nor_by_the_orders_expiry) {
    Door door;
    auto order = door.placed();
    for (auto later : {Duration(31min), Duration(72h), Duration(960h)}) door.shop.run_due_jobs(clock_now() + later);
    EXPECT_EQ(door.state(order.id), "processing");
    EXPECT_EQ(door.shop.count("select count(*) from payments.payments where state = 'authorized'"), 1);
    EXPECT_EQ(door.shop.count("select count(*) from jobs.jobs where kind = 'payments.sweep'"), 0);
}

// A process that died between the order and the promise: the sweeper makes it good.
TEST(cash_on_delivery, is_accepted_by_the_sweeper_when_its_process_died) {
    Door door;
    auto order = door.shop.place(door.shop.cart_ready_to_place({{door.pen, 1}}), "", "cash_on_delivery").order();
    door.shop.count("update payments.payments set state = 'created' returning 1::bigint");
    door.shop.count("delete from jobs.jobs where kind = 'orders.accept_unpaid' returning 1::bigint");
    door.shop.run_due_jobs(clock_now() + Duration(2min));
    EXPECT_EQ(door.state(order.id), "processing");
}

TEST(cash_on_delivery, can_be_called_off_until_it_is_shipped_and_owes_nothing_then) {
    Door door;
    auto order = door.placed();
    ASSERT_TRUE(door.goes(order.id, "pack"));
    auto call_off_it = [&] { return door.shop.run(call_off(door.shop.app, door.staff(), order.id, "the buyer changed their mind")); };
    EXPECT_EQ(call_off_it()->state, State::cancelled);
    EXPECT_EQ(call_off_it()->state, State::cancelled) << "a repeat is answered alike";
    door.shop.run_due_jobs();
    EXPECT_EQ(door.shop.available(door.pen), 10);
    EXPECT_EQ(door.account("receivable"), 0);
    door.expect_sound();
    auto shipped = door.placed();
    for (const auto* verb : {"pack", "ship"}) ASSERT_TRUE(door.goes(shipped.id, verb));
    EXPECT_EQ(door.shop.run(call_off(door.shop.app, door.staff(), shipped.id, "too late")).error().code, "orders.illegal_move");
    EXPECT_EQ(door.shop.count("select count(*) from payments.payments where state = 'authorized'"), 1);
}

/// Calling off closes the payment in a transaction of its own; here the process dies behind it.
class CallOffThatDies : public testing::TestWithParam<std::string> {};

TEST_P(CallOffThatDies, is_ended_by_the_news_of_the_closed_payment) {
    Door door;
    bool is_heard_of = GetParam() != "before_the_promise_is_heard";
    auto order = is_heard_of ? door.placed() : door.shop.place(door.shop.cart_ready_to_place({{door.pen, 1}}), "", "cash_on_delivery").order();
    if (GetParam() == "packed") ASSERT_TRUE(door.goes(order.id, "pack"));
    ASSERT_EQ(door.shop.run(payments::cancel(door.shop.app, door.staff(), order.payment))->state, payments::State::cancelled);
    door.shop.run_due_jobs();
    EXPECT_EQ(door.state(order.id), "cancelled");
    EXPECT_EQ(door.shop.available(door.pen), 10);
    EXPECT_EQ(door.account("receivable"), 0);
    EXPECT_EQ(door.shop.run(call_off(door.shop.app, door.staff(), order.id, "the buyer changed their mind"))->state, State::cancelled) << "a repeat is answered alike";
    door.expect_sound();
}

INSTANTIATE_TEST_SUITE_P(of, CallOffThatDies, testing::Values("before_the_promise_is_heard", "processing", "packed"), [](const auto& one) { return one.param; });

TEST(call_off, is_refused_when_there_is_money) {
    Door door;
    auto order = door.placed();
    ASSERT_TRUE(door.shop.run(payments::mark_paid(door.shop.app, door.staff(), order.payment, order.total, "paid at the counter")));
    EXPECT_EQ(door.shop.run(call_off(door.shop.app, door.staff(), order.id, "no")).error().code, "orders.illegal_move");
    EXPECT_EQ(door.state(order.id), "processing");
}

TEST(cash_on_delivery, is_offered_within_its_limits_only) {
    Door door;
    auto store = door.shop.directory->by_id(door.shop.ctx.store);
    auto reason = [&](Money amount, const char* country) {
        for (const auto& method : payments::methods(door.shop.config, *store, amount, country))
            if (method.code == "cash_on_delivery") return method.unavailable_reason;
        return std::optional<std::string>("not in the list");
    };
    EXPECT_EQ(reason(Shop::rupees(5'000), "PK"), std::nullopt);
    EXPECT_TRUE(reason(Shop::rupees(5'001), "PK"));
    EXPECT_TRUE(reason(Shop::rupees(100), "AE"));
    EXPECT_TRUE(reason({100, *Currency::parse("USD")}, "PK"));
    auto dear = door.shop.article("DEAR-1", Shop::rupees(6'000), 1);
    EXPECT_EQ(door.shop.place(door.shop.cart_ready_to_place({{dear, 1}}), "", "cash_on_delivery").refusal(), "payments.method_unavailable");
}

}  // namespace
}  // namespace vitrine::orders
