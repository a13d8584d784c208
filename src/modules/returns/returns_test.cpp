// Goods come back to a shop with a scripted Stripe: what the customer holds, the shelves, the order and the books agree at every step.
#include <gtest/gtest.h>

#include "modules/returns/api.h"
#include "modules/returns/list.h"
#include "tests/shop/return_desk.h"

namespace vitrine::returns {
namespace {

using test::ReturnDesk;
using test::Shop;

// Trap 16: one of n units is its share of what was paid, and what is sellable is on the shelf again.
TEST(return_of_goods, is_asked_approved_received_inspected_and_refunded) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 3}});
    auto before = desk.on_hand(desk.pen);
    auto back = desk.asked(order, {{1, 2}});
    EXPECT_EQ(back.number, "R-1001");
    EXPECT_EQ(back.state, State::asked);
    ASSERT_TRUE(desk.approve(back.id));
    ASSERT_TRUE(desk.receive(back.id));
    EXPECT_EQ(desk.on_hand(desk.pen), before) << "nothing is on the shelf before somebody has looked";
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 1, 0}}));
    EXPECT_EQ(desk.on_hand(desk.pen), before + 1) << "the damaged one is written off";
    EXPECT_EQ(desk.shop.count("select count(*) from stock.movements where reason = 'returned' and change = 1"), 1);
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code;
    EXPECT_EQ(settled->state, State::refunded);
    EXPECT_EQ(settled->amount, Shop::rupees(500)) << "both were accepted";
    EXPECT_EQ(desk.till.stripe.money_held(), (order.total - Shop::rupees(500)).minor);
    EXPECT_EQ(desk.settle(back.id)->amount, Shop::rupees(500)) << "again: the same";
    EXPECT_EQ(desk.shop.count("select count(*) from orders.refunds"), 1);
    EXPECT_EQ(desk.shop.count("select count(*) from jobs.events where name = 'returns.moved'"), 4) << "approved, received, inspected, refunded";
    desk.shop.run_due_jobs();
    desk.expect_sound();
}

// Traps 3, 6 and 23: line by line, in two returns and with delivery, nothing is left.
TEST(return_of_goods, of_all_that_was_our_fault_gives_delivery_back_and_leaves_nothing) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 2}, {desk.ink, 1}});
    auto first = desk.received(order, {{1, 1}}, "damaged");
    ASSERT_TRUE(desk.inspect(first.id, {{1, 0, 1, 0}}));
    EXPECT_EQ(desk.settle(first.id)->amount, Shop::rupees(250)) << "delivery goes back with the last goods only";
    auto rest = desk.received(order, {{1, 1}, {2, 1}}, "damaged");
    ASSERT_TRUE(desk.inspect(rest.id, {{1, 1, 0, 0}, {2, 0, 1, 0}}));
    ASSERT_TRUE(desk.settle(rest.id));
    desk.shop.run_due_jobs();
    EXPECT_EQ(desk.till.stripe.money_held(), 0);
    EXPECT_EQ(desk.shop.run(orders::view(desk.shop.app, desk.staff(), order.id, {}))->state, orders::State::refunded);
    desk.expect_nothing_sold();
    desk.expect_sound();
}

TEST(return_of_goods, keeps_the_fee_that_was_agreed_whatever_the_policy_says_later) {
    ReturnDesk desk;
    desk.set_policy([](Policy& policy) { policy.restocking_ppm = {100'000}; });
    auto order = desk.delivered({{desk.pen, 2}});
    auto back = desk.received(order, {{1, 2}});
    desk.set_policy([](Policy& policy) { policy.restocking_ppm = {500'000}; });
    ASSERT_TRUE(desk.inspect(back.id, {{1, 2, 0, 0}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code;
    EXPECT_EQ(settled->withheld, Shop::rupees(50));
    EXPECT_EQ(settled->amount, Shop::rupees(450));
    EXPECT_EQ(desk.till.account("return_fees"), -Shop::rupees(50).minor);
    desk.shop.run_due_jobs();
    EXPECT_EQ(desk.shop.run(orders::view(desk.shop.app, desk.staff(), order.id, {}))->state, orders::State::delivered) << "what was kept was not given back";
    desk.expect_sound();
}

TEST(return_of_goods, goes_to_store_credit_where_that_was_wished) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 2}});
    auto in = ReturnDesk::wish({{1, 1}});
    in.to = MoneyTo::store_credit;
    auto back = desk.try_to_ask(order, in);
    ASSERT_TRUE(back);
    ASSERT_TRUE(desk.approve(back->view.id));
    ASSERT_TRUE(desk.receive(back->view.id));
    ASSERT_TRUE(desk.inspect(back->view.id, {{1, 1, 0, 0}}));
    ASSERT_TRUE(desk.settle(back->view.id));
    EXPECT_EQ(desk.till.account("store_credit"), -Shop::rupees(250).minor);
    EXPECT_EQ(desk.till.stripe.money_held(), order.total.minor);
    desk.expect_sound();
}

TEST(return_of_goods, of_which_nothing_is_accepted_is_closed_without_money) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 2}});
    auto before = desk.on_hand(desk.pen);
    auto back = desk.received(order, {{1, 2}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 0, 0, 2}}));
    EXPECT_EQ(desk.settle(back.id)->state, State::closed);
    EXPECT_EQ(desk.on_hand(desk.pen), before);
    EXPECT_EQ(desk.shop.count("select count(*) from orders.refunds"), 0);
    desk.expect_sound();
}

TEST(return_of_goods, settles_itself_in_the_background_where_the_policy_says_so) {
    ReturnDesk desk;
    desk.set_policy([](Policy& policy) { policy.settles_by_itself = true; });
    auto order = desk.delivered({{desk.pen, 2}});
    auto back = desk.received(order, {{1, 1}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    desk.shop.run_due_jobs();
    EXPECT_EQ(desk.view(order, back.id).state, State::refunded);
    desk.expect_sound();
}

// Trap 47: a gateway that fails leaves a refund that is owed; the return names it, and the order's desk tries it again.
TEST(return_of_goods, whose_money_could_not_be_given_is_owed_by_its_order) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 2}});
    auto back = desk.received(order, {{1, 1}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    desk.till.stripe.refund_status = "failed";
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled);
    EXPECT_TRUE(settled->refund);
    EXPECT_EQ(desk.till.account("refunds"), -Shop::rupees(250).minor);
    desk.expect_sound();
}

TEST(ask_for_return, of_more_than_is_left_is_refused_however_many_ask_at_once) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 3}});
    std::vector<Task<Result<AskedReturn>>> both;
    for (int n = 0; n < 4; ++n) both.push_back(ask(desk.shop.app, desk.shop.ctx, order.id, desk.token(order), "at once " + std::to_string(n), ReturnDesk::wish({{1, 2}})));
    int done = 0;
    for (auto& one : desk.shop.run(test::all_of(std::move(both)))) {
        done += one.has_value();
        if (!one) EXPECT_EQ(one.error().code, "returns.not_returnable");
    }
    EXPECT_EQ(done, 1);
    EXPECT_TRUE(desk.try_to_ask(order, ReturnDesk::wish({{1, 1}})));
    auto none = desk.try_to_ask(order, ReturnDesk::wish({{1, 1}}));
    EXPECT_EQ(none.error().errors.at(0).code, "taken");
    desk.expect_sound();
}

TEST(ask_for_return, with_the_same_key_is_asked_once) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 3}});
    auto first = desk.try_to_ask(order, ReturnDesk::wish({{1, 1}}), "one key");
    ASSERT_TRUE(first);
    auto again = desk.try_to_ask(order, ReturnDesk::wish({{1, 1}}), "one key");
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->replayed);
    EXPECT_EQ(again->view.id, first->view.id);
    EXPECT_EQ(desk.try_to_ask(order, ReturnDesk::wish({{1, 2}}), "one key").error().code, "idempotency.key_reused");
    EXPECT_EQ(desk.shop.count("select count(*) from returns.returns"), 1);
}

TEST(ask_for_return, is_for_whoever_may_see_the_order_and_shows_him_nothing_of_the_inside) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 1}});
    auto guest = desk.shop.ctx;
    guest.role = Role::guest;
    auto stranger = desk.shop.run(ask(desk.shop.app, guest, order.id, "another token", "k", ReturnDesk::wish({{1, 1}})));
    ASSERT_FALSE(stranger);
    EXPECT_EQ(stranger.error().code, "orders.not_found");
    EXPECT_EQ(desk.shop.run(returns_of(desk.shop.app, guest, order.id, "another token")).error().code, "orders.not_found");
    EXPECT_EQ(desk.shop.run(offer(desk.shop.app, guest, order.id, "another token")).error().code, "orders.not_found");
    auto back = desk.asked(order, {{1, 1}});
    ASSERT_TRUE(desk.reject(back.id));
    auto own = desk.shop.run(returns_of(desk.shop.app, guest, order.id, desk.token(order)));
    ASSERT_TRUE(own);
    EXPECT_EQ(own->at(0).decision, "We are sorry");
    for (const auto& event : own->at(0).history) EXPECT_TRUE(event.actor.empty());
    EXPECT_FALSE(desk.view(order, back.id).history.back().actor.empty()) << "staff sees who did it";
}

TEST(ask_for_return, after_its_time_is_refused_but_staff_sees_why) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 1}});
    auto late = desk.staff(std::chrono::days(15));
    auto refused = desk.shop.run(ask(desk.shop.app, late, order.id, {}, "late", ReturnDesk::wish({{1, 1}})));
    EXPECT_EQ(refused.error().code, "returns.not_returnable");
    EXPECT_EQ(refused.error().errors.at(0).code, "window_over");
    auto offered = desk.shop.run(offer(desk.shop.app, late, order.id, {}));
    EXPECT_FALSE(offered->is_open);
    EXPECT_EQ(offered->lines.at(0).why, "window_over");
    EXPECT_TRUE(desk.shop.run(offer(desk.shop.app, desk.staff(), order.id, {}))->is_open);
}

TEST(ask_for_return, before_anything_arrived_is_refused) {
    ReturnDesk desk;
    auto attempt = desk.shop.place(desk.shop.cart_ready_to_place({{desk.pen, 1}}), "", "stripe");
    auto refused = desk.try_to_ask(attempt.order(), ReturnDesk::wish({{1, 1}}));
    EXPECT_EQ(refused.error().errors.at(0).code, "not_delivered");
}

TEST(ask_for_return, counts_units_whose_money_went_back_otherwise) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 2}});
    auto back = desk.received(order, {{1, 1}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    ASSERT_TRUE(desk.settle(back.id));
    EXPECT_TRUE(desk.try_to_ask(order, ReturnDesk::wish({{1, 1}}))) << "its own refund counts once";
    EXPECT_EQ(desk.try_to_ask(order, ReturnDesk::wish({{1, 1}})).error().code, "returns.not_returnable");
}

// Money that is still under way, or failed and is owed, has its units given back as any other.
TEST(ask_for_return, counts_units_whose_refund_has_not_come_through) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 2}});
    desk.till.stripe.refund_status = "failed";
    orders::CameBack one{.lines = {{1, 1}}, .withheld = Shop::rupees(0), .credit = Shop::rupees(0), .reason = "one was broken"};
    ASSERT_TRUE(desk.shop.run(orders::give_back_goods(desk.shop.app, desk.staff(), order.id, "by hand", one)));
    EXPECT_EQ(desk.shop.run(offer(desk.shop.app, desk.staff(), order.id, {}))->lines.at(0).quantity, 1);
    EXPECT_EQ(desk.try_to_ask(order, ReturnDesk::wish({{1, 2}})).error().code, "returns.not_returnable");
    EXPECT_TRUE(desk.try_to_ask(order, ReturnDesk::wish({{1, 1}})));
}

TEST(offer_of_returns, waits_for_nobody_who_works_on_the_order) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 1}});
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        co_await orders::lock(tx, order.id);
        auto hurried = desk.staff();
        hurried.deadline = clock_now() + std::chrono::seconds(3);
        auto offered = co_await offer(desk.shop.app, hurried, order.id, {});
        co_return offered && offered->is_open;
    };
    EXPECT_TRUE(*desk.shop.run(desk.shop.floor.db.transaction(desk.staff(), body)));
}

TEST(list_of_returns, that_wait_names_what_was_asked_for_and_what_is_amiss) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 4}});
    auto fresh = desk.asked(order, {{1, 1}}), decided = desk.approved(order, {{1, 1}}), amiss = desk.approved(order, {{1, 1}});
    desk.shop.database.run("update returns.returns set attention = 'parcel_lost', attention_words = 'It is lost' where id = '" + uuid_text(amiss.id.value) + "'");
    auto listed = [&](std::optional<State> state, bool waits, std::optional<ReturnId> cursor) {
        ReturnFilter filter{state, {}, waits, {}, cursor};
        std::vector<std::string> out;
        for (const auto& one : desk.shop.run(list_returns(desk.shop.app, desk.staff(), filter))->items) out.push_back(one.number);
        return out;
    };
    EXPECT_EQ(listed({}, true, {}), (std::vector{amiss.number, fresh.number}));
    EXPECT_EQ(listed(State::approved, true, {}), (std::vector{amiss.number}));
    EXPECT_EQ(listed({}, true, amiss.id), (std::vector{fresh.number}));
    EXPECT_EQ(listed({}, false, {}), (std::vector{amiss.number, decided.number, fresh.number}));
}

TEST(call_off, gives_up_what_was_approved_and_can_be_asked_again) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 1}});
    auto back = desk.approved(order, {{1, 1}});
    auto off = [&] { return desk.shop.run(call_off(desk.shop.app, desk.shop.ctx, order.id, desk.token(order), back.id)); };
    for (int n = 0; n < 2; ++n) EXPECT_EQ(off()->state, State::cancelled);
    auto again = desk.received(order, {{1, 1}});
    EXPECT_EQ(desk.shop.run(call_off(desk.shop.app, desk.shop.ctx, order.id, desk.token(order), again.id)).error().code, "returns.illegal_move");
    auto other = desk.delivered({{desk.pen, 1}});
    EXPECT_EQ(desk.shop.run(call_off(desk.shop.app, desk.shop.ctx, other.id, desk.token(other), again.id)).error().code, "returns.not_found") << "another order's";
}

}  // namespace
}  // namespace vitrine::returns
