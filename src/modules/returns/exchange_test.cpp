// Goods in exchange: kept from approval on, ordered by the door of every order, paid by what came back; the books stay in balance whatever the two cost.
#include <gtest/gtest.h>

#include "modules/returns/life.h"
#include "modules/stock/api.h"
#include "modules/stores/api.h"
#include "tests/shop/return_desk.h"

namespace vitrine::returns {
namespace {

using test::ReturnDesk;
using test::Shop;

orders::OrderView replacement_of(ReturnDesk& desk, const ReturnView& back) { return *desk.shop.run(orders::view(desk.shop.app, desk.staff(), *back.replacement, {})); }

TEST(an_exchange, for_something_dearer_leaves_the_difference_to_be_paid) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 2}});
    auto before = desk.shop.available(desk.ink);
    auto back = desk.approved(order, {{1, 1, desk.ink}});
    EXPECT_EQ(desk.shop.available(desk.ink), before - 1) << "kept from now on";
    desk.expect_sound();
    ASSERT_TRUE(desk.receive(back.id));
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code << " " << settled.error().detail;
    EXPECT_EQ(settled->state, State::exchanged);
    EXPECT_EQ(settled->credit, Shop::rupees(250));
    auto other = replacement_of(desk, *settled);
    EXPECT_EQ(other.total, Shop::rupees(333)) << "the shop delivers it for nothing";
    EXPECT_EQ(other.payable, Shop::rupees(83));
    EXPECT_EQ(other.state, orders::State::pending_payment);
    EXPECT_EQ(desk.shop.available(desk.ink), before - 1) << "now the order holds it, and the return does not";
    EXPECT_EQ(desk.settle(back.id)->replacement, settled->replacement);
    EXPECT_EQ(desk.shop.count("select count(*) from orders.orders"), 2);
    desk.expect_sound();
    desk.till.stripe.pay(desk.till.intent_of(other.payment));
    desk.till.verify(other.payment);
    desk.shop.run_due_jobs();
    EXPECT_EQ(replacement_of(desk, *settled).state, orders::State::paid);
    EXPECT_EQ(desk.till.account("store_credit"), 0);
    desk.expect_sound();
}

TEST(an_exchange, for_something_cheaper_gives_the_rest_back) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.ink, 3}});
    auto back = desk.received(order, {{1, 3, desk.pen}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 2, 1, 0}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code << " " << settled.error().detail;
    EXPECT_EQ(settled->amount, Shop::rupees(999));
    EXPECT_EQ(settled->credit, Shop::rupees(750));
    EXPECT_EQ(desk.till.stripe.money_held(), (order.total - Shop::rupees(249)).minor);
    desk.shop.run_due_jobs();
    EXPECT_EQ(replacement_of(desk, *settled).state, orders::State::paid) << "nothing is left to pay";
    EXPECT_EQ(desk.till.account("store_credit"), 0);
    desk.expect_sound();
}

TEST(an_exchange, is_for_what_was_accepted_only) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 3}});
    auto back = desk.received(order, {{1, 3, desk.pen}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 2}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code;
    EXPECT_EQ(replacement_of(desk, *settled).lines.at(0).quantity, 1);
    desk.expect_sound();
}

TEST(an_exchange, of_what_is_not_there_is_refused_when_it_is_approved) {
    ReturnDesk desk;
    auto rare = desk.sibling("RARE-1", Shop::rupees(100), 1);
    auto order = desk.delivered({{desk.pen, 2}});
    auto back = desk.asked(order, {{1, 1, rare}});
    desk.delivered({{rare, 1}});
    EXPECT_EQ(desk.approve(back.id).error().code, "stock.short");
    EXPECT_EQ(desk.view(order, back.id).state, State::asked);
    desk.expect_sound();
}

TEST(an_exchange, gets_the_last_piece_that_was_kept_for_it) {
    ReturnDesk desk;
    auto rare = desk.sibling("RARE-1", Shop::rupees(100), 1);
    auto order = desk.delivered({{desk.pen, 1}});
    auto back = desk.received(order, {{1, 1, rare}});
    EXPECT_EQ(desk.shop.place(desk.shop.cart_ready_to_place({{rare, 1}})).refusal(), "stock.short");
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code << " " << settled.error().detail;
    EXPECT_EQ(replacement_of(desk, *settled).lines.at(0).variant, rare);
    desk.expect_sound();
}

TEST(an_exchange, that_cannot_be_made_any_more_becomes_credit_or_money) {
    ReturnDesk desk;
    auto rare = desk.sibling("RARE-1", Shop::rupees(100), 1);
    auto order = desk.delivered({{desk.pen, 1}});
    auto back = desk.received(order, {{1, 1, rare}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    desk.shop.snapshots->catalog->variants.erase(rare);
    auto refused = desk.settle(back.id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(desk.view(order, back.id).attention, "not_settled");
    auto settled = desk.settle(back.id, Wish::refund);
    ASSERT_TRUE(settled) << settled.error().code;
    EXPECT_EQ(settled->state, State::refunded);
    EXPECT_EQ(desk.shop.available(rare), 1) << "nobody keeps it any more";
    desk.shop.run_due_jobs();
    desk.expect_sound();
}

TEST(an_exchange, that_is_called_off_frees_what_was_kept) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 1}});
    auto before = desk.shop.available(desk.ink);
    auto back = desk.approved(order, {{1, 1, desk.ink}});
    ASSERT_TRUE(desk.shop.run(call_off(desk.shop.app, desk.shop.ctx, order.id, desk.token(order), back.id)));
    EXPECT_EQ(desk.shop.available(desk.ink), before);
    desk.expect_sound();
}

TEST(an_exchange, is_kept_no_longer_than_was_agreed) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 1}});
    auto before = desk.shop.available(desk.ink);
    auto back = desk.approved(order, {{1, 1, desk.ink}});
    desk.shop.run_due_jobs(clock_now() + std::chrono::days(15));
    EXPECT_EQ(desk.shop.available(desk.ink), before);
    EXPECT_EQ(desk.view(order, back.id).attention, "exchange_not_kept");
    desk.expect_sound();
}

TEST(an_exchange, whose_delivery_the_customer_pays_costs_it) {
    ReturnDesk desk;
    desk.set_policy([](Policy& policy) { policy.pays_exchange_delivery = false; });
    auto order = desk.delivered({{desk.pen, 1}});
    auto back = desk.received(order, {{1, 1, desk.ink}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code << " " << settled.error().detail;
    EXPECT_EQ(replacement_of(desk, *settled).payable, Shop::rupees(333 + 200 - 250));
    desk.expect_sound();
}

TEST(an_exchange, is_for_another_one_of_the_same_product) {
    ReturnDesk desk;
    auto other = desk.shop.article("MUG-1", Shop::rupees(250), 10);
    auto order = desk.delivered({{desk.pen, 1}});
    auto refused = desk.try_to_ask(order, ReturnDesk::wish({{1, 1, other}}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "returns.not_exchangeable");
    EXPECT_EQ(refused.error().errors.at(0).code, "another_product");
    EXPECT_TRUE(desk.try_to_ask(order, ReturnDesk::wish({{1, 1, desk.ink}})));
}

TEST(an_exchange, keeps_restocking_of_what_goes_back_as_money) {
    ReturnDesk desk;
    desk.set_policy([](Policy& policy) { policy.restocking_ppm = {100'000}; });
    auto order = desk.delivered({{desk.ink, 1}});
    auto back = desk.received(order, {{1, 1, desk.pen}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code << " " << settled.error().detail;
    EXPECT_EQ(settled->credit, Shop::rupees(250));
    EXPECT_EQ(settled->withheld->minor, 830) << "of the 83 that go back";
    EXPECT_EQ(desk.till.stripe.money_held(), order.total.minor - (8'300 - 830));
    desk.shop.run_due_jobs();
    desk.expect_sound();
}

/// A dearer one that nobody pays is a return to credit: with the fee of one, and without a delivery that never was.
TEST(an_exchange, that_is_never_paid_leaves_its_credit_less_the_restocking_fee_and_no_delivery) {
    ReturnDesk desk;
    desk.set_policy([](Policy& policy) { policy.restocking_ppm = {100'000}; });
    auto order = desk.delivered({{desk.pen, 1}});
    auto back = desk.received(order, {{1, 1, desk.ink}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code << " " << settled.error().detail;
    EXPECT_EQ(desk.till.account("store_credit"), 0);
    desk.shop.run_due_jobs(clock_now() + std::chrono::days(2));
    desk.shop.run_due_jobs(clock_now() + std::chrono::days(2));
    EXPECT_EQ(replacement_of(desk, *settled).state, orders::State::cancelled);
    EXPECT_EQ(desk.till.account("store_credit"), -Shop::rupees(225).minor) << "250 less 25";
    EXPECT_EQ(desk.till.account("return_fees"), -Shop::rupees(25).minor);
    desk.expect_sound();
}

/// An exchange whose last piece was sold to somebody else after its days, so that the credit is there and the order is not.
struct Stranded {
    ReturnDesk desk;
    catalog::VariantId rare = desk.sibling("RARE-1", Shop::rupees(300), 1);
    orders::OrderView order = desk.delivered({{desk.pen, 1}});
    ReturnView back;

    Stranded() {
        desk.set_policy([](Policy& policy) { policy.restocking_ppm = {100'000}; });
        back = desk.received(order, {{1, 1, rare}});
        desk.shop.run_due_jobs(clock_now() + std::chrono::days(15));
        desk.delivered({{rare, 1}});
        if (!desk.inspect(back.id, {{1, 1, 0, 0}})) throw std::runtime_error("it was looked at");
        auto refused = desk.settle(back.id);
        if (refused || refused.error().code != "returns.not_settled") throw std::runtime_error("it cannot be ordered");
    }
};

TEST(an_exchange, that_staff_ends_as_a_refund_after_all_keeps_the_fee_of_one) {
    Stranded at;
    EXPECT_EQ(at.desk.till.account("store_credit"), -Shop::rupees(250).minor);
    auto settled = at.desk.settle(at.back.id, Wish::refund);
    ASSERT_TRUE(settled) << settled.error().code << " " << settled.error().detail;
    EXPECT_EQ(settled->state, State::refunded);
    EXPECT_EQ(at.desk.till.account("store_credit"), -Shop::rupees(225).minor) << "and no delivery, which nobody made";
    EXPECT_EQ(at.desk.till.account("return_fees"), -Shop::rupees(25).minor);
    EXPECT_EQ(at.desk.settle(at.back.id)->state, State::refunded) << "again: the same";
    EXPECT_EQ(at.desk.till.account("return_fees"), -Shop::rupees(25).minor);
    at.desk.expect_sound();
}

TEST(an_exchange, that_cannot_be_ordered_leaves_no_cart_behind) {
    Stranded at;
    EXPECT_EQ(at.desk.shop.count("select count(*) from carts.carts where state = 'active'"), 0);
}

// Trap 27: whoever died after the money had gone is followed by a try that finds it, whatever is wanted now.
TEST(an_exchange, whose_money_went_without_being_written_down_is_settled_by_what_went) {
    Stranded at;
    at.desk.shop.database.run("update returns.returns set refund = null, amount = null, withheld = null, credit = null");
    auto settled = at.desk.settle(at.back.id, Wish::refund);
    ASSERT_TRUE(settled) << settled.error().code << " " << settled.error().detail;
    EXPECT_EQ(settled->state, State::refunded);
    EXPECT_EQ(settled->credit, Shop::rupees(250)) << "it became credit, and was not given twice";
    EXPECT_EQ(at.desk.shop.count("select count(*) from orders.refunds"), 1);
    at.desk.expect_sound();
}

TEST(an_exchange, that_is_settled_both_ways_at_once_ends_one_way) {
    ReturnDesk desk;
    for (int round = 0; round < 4; ++round) {
        auto order = desk.delivered({{desk.pen, 1}});
        auto back = desk.received(order, {{1, 1, desk.ink}});
        ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
        std::vector<Task<Result<ReturnView>>> all;
        for (int n = 0; n < 4; ++n) all.push_back(settle(desk.shop.app, desk.staff(), back.id, n % 2 ? std::optional(Wish::refund) : std::nullopt));
        for (auto& one : desk.shop.run(test::all_of(std::move(all))))
            if (!one) EXPECT_EQ(one.error().code, "returns.not_settled") << one.error().detail;
        auto end = desk.settle(back.id);
        ASSERT_TRUE(end) << end.error().code << " " << end.error().detail;
        EXPECT_TRUE(life.is_final(end->state));
        EXPECT_EQ(desk.shop.count("select count(*) from orders.refunds"), round + 1);
        desk.shop.run_due_jobs();
        desk.expect_sound();
    }
}

TEST(an_exchange, of_an_order_that_credit_paid_is_paid_by_a_way_that_the_shop_offers) {
    ReturnDesk desk;
    auto first = desk.delivered({{desk.ink, 1}});
    auto back = desk.received(first, {{1, 1, desk.pen}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code;
    desk.shop.run_due_jobs();
    auto order = replacement_of(desk, *settled);
    ASSERT_TRUE(order.payable.is_zero());
    desk.deliver(order.id);
    auto methods = [&](std::vector<std::string> offered) {
        auto store = *desk.shop.directory->by_id(desk.shop.ctx.store);
        store.payment_methods = std::move(offered);
        desk.shop.run(stores::save_store(desk.shop.floor.db, desk.shop.floor.worker_db, store));
        desk.shop.run(desk.shop.directory->refresh(desk.shop.floor.worker_db));
    };
    auto asked = desk.shop.run(ask(desk.shop.app, desk.staff(), order.id, {}, "again", ReturnDesk::wish({{1, 1, desk.ink}})));
    ASSERT_TRUE(asked) << asked.error().code;
    auto id = asked->view.id;
    ASSERT_TRUE(desk.approve(id));
    ASSERT_TRUE(desk.receive(id));
    ASSERT_TRUE(desk.inspect(id, {{1, 1, 0, 0}}));
    methods({"razorpay"});   // takes no rupees of Pakistan
    auto refused = desk.settle(id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "payments.method_unavailable");
    EXPECT_EQ(desk.shop.count("select count(*) from orders.refunds"), 1) << "nothing was given for what cannot be paid";
    methods({"stripe"});
    auto other = desk.settle(id);
    ASSERT_TRUE(other) << other.error().code << " " << other.error().detail;
    auto paid_by = replacement_of(desk, *other);
    EXPECT_EQ(paid_by.payment_method, "stripe");
    EXPECT_EQ(paid_by.payable, Shop::rupees(83));
    desk.expect_sound();
}

// Whoever approves locks the order before the shelf, as everybody does who locks both.
TEST(an_exchange, that_is_approved_waits_for_its_order_before_it_takes_the_shelf) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 1}});
    auto back = desk.asked(order, {{1, 1, desk.ink}});
    auto other = [&]() -> Task<Result<bool>> {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            co_await orders::lock(tx, order.id);
            co_await sleep_for(400ms);
            auto levels = stock::lock_levels(tx, {desk.ink});
            co_await tx.flush();
            co_return !levels->empty();
        };
        co_return co_await desk.shop.floor.db.transaction(desk.staff(), body);
    };
    auto approving = [&]() -> Task<Result<bool>> {
        co_await sleep_for(100ms);
        auto done = co_await desk.shop.floor.db.transaction(desk.staff(), [&](pg::Tx& tx) { return approve_in(tx, desk.shop.app, {back.id, {}}, "Please send it"); });
        co_return done.has_value();
    };
    std::vector<Task<Result<bool>>> both;
    both.push_back(other());
    both.push_back(approving());
    for (auto& one : desk.shop.run(test::all_of(std::move(both)))) EXPECT_TRUE(one && *one);
    EXPECT_EQ(desk.shop.count("select deadlocks from pg_stat_database where datname = current_database()"), 0);
}

}  // namespace
}  // namespace vitrine::returns
