// Once the money for a difference has come, the edit is carried out or the money goes back, whatever happened meanwhile; it never hangs.
#include "modules/orders/cancel.h"
#include "tests/scenarios/machines.h"
#include "tests/shop/editor.h"

namespace vitrine::orders {
namespace {

using test::Editor;
using test::Shop;

/// The buyer has paid at the gateway; nobody here has heard of it yet.
void pay_there(Editor& shop, const PaidEditView& edit) { shop.till.stripe.pay(shop.till.intent_of(*edit.payment)); }
void hear_of_it(Editor& shop, const PaidEditView& edit) {
    shop.till.verify(*edit.payment);
    shop.shop.run_due_jobs();
}
Result<PaidEditView> withdraw(Editor& shop, const PaidEditView& edit) { return shop.shop.run(withdraw_paid_edit(shop.shop.app, shop.staff(), edit.order, edit.id)); }

TEST(paid_edit_money, that_does_not_come_leaves_the_order_as_it_was) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {2}}, {shop.ink, {3}}});
    shop.shop.run_due_jobs(clock_now() + std::chrono::hours(30));
    EXPECT_EQ(shop.last(order.id).state, PaidEditState::expired);
    EXPECT_EQ(shop.shop.available(shop.ink), 10);
    EXPECT_EQ(to_json(shop.seen(order.id).lines), to_json(order.lines));
    EXPECT_EQ(shop.seen(order.id).state, State::paid) << "the end of that payment is not the end of the order";
    EXPECT_EQ(withdraw(shop, edit).error().code, "orders.edit_closed");
    shop.expect_sound();
}

TEST(paid_edit_money, that_comes_after_its_time_goes_back) {
    Editor shop;
    auto order = shop.paid("bank_transfer");
    auto edit = shop.edited(order.id, {{shop.pen, {3}}});
    ASSERT_EQ(edit.payment_method, "bank_transfer");
    shop.shop.run_due_jobs(clock_now() + std::chrono::hours(80));
    ASSERT_EQ(shop.last(order.id).state, PaidEditState::expired);
    shop.pay_difference(edit);
    EXPECT_EQ(shop.till.receipts("surplus"), 1);
    EXPECT_EQ(shop.shop.count("select count(*) from payments.refunds where by_hand"), 1) << "a transfer is given back by hand, and waits for that in the list";
    EXPECT_EQ(shop.seen(order.id).total, Shop::rupees(700));
    EXPECT_EQ(shop.last(order.id).state, PaidEditState::expired);
}

TEST(paid_edit_money, counts_when_all_of_it_is_there_and_more_than_that_is_surplus) {
    Editor shop;
    auto order = shop.paid("bank_transfer");
    auto edit = shop.edited(order.id, {{shop.pen, {3}}});
    auto come = [&](std::int64_t rupees, std::string reference) {
        ASSERT_TRUE(shop.shop.run(payments::mark_paid(shop.shop.app, shop.staff(), *edit.payment, Shop::rupees(rupees), "came", std::move(reference))));
        shop.shop.run_due_jobs();
    };
    come(100, "TT-1");
    EXPECT_EQ(shop.last(order.id).state, PaidEditState::open) << "a part waits as a deposit";
    come(200, "TT-2");
    EXPECT_EQ(shop.last(order.id).state, PaidEditState::done);
    EXPECT_EQ(shop.till.receipts("surplus"), 1);
    EXPECT_EQ(shop.seen(order.id).total, Shop::rupees(950));
    shop.expect_sound();
}

TEST(paid_edit_money, that_came_first_is_not_withdrawn) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {3}}});
    pay_there(shop, edit);
    EXPECT_EQ(withdraw(shop, edit).error().code, "orders.edit_closed");
    shop.shop.run_due_jobs();
    EXPECT_EQ(shop.last(order.id).state, PaidEditState::done);
    EXPECT_EQ(shop.held(), 95'000);
    shop.expect_sound();
}

TEST(paid_edit_money, cannot_come_to_an_edit_that_was_withdrawn) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {3}}});
    ASSERT_TRUE(withdraw(shop, edit));
    EXPECT_TRUE(withdraw(shop, edit)) << "a repeat changes nothing";
    EXPECT_EQ(shop.till.state(*edit.payment), "cancelled");
    EXPECT_EQ(shop.shop.available(shop.pen), 8);
    shop.expect_sound();
}

TEST(paid_edit_money, goes_back_when_the_order_was_given_back_meanwhile) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {3}}});
    pay_there(shop, edit);
    ASSERT_TRUE(shop.give_all_back(order.id));
    hear_of_it(shop, edit);
    EXPECT_EQ(shop.seen(order.id).state, State::refunded);
    EXPECT_EQ(shop.last(order.id).state, PaidEditState::overtaken);
    EXPECT_EQ(shop.held(), 0);
    EXPECT_EQ(shop.shop.count("select count(*) from stock.reservations where state = 'active'"), 0);
    shop.expect_sound();
}

TEST(paid_edit_money, is_not_waited_for_when_the_order_was_given_back) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {3}}});
    ASSERT_TRUE(shop.give_all_back(order.id));
    shop.shop.run_due_jobs();
    EXPECT_EQ(shop.last(order.id).state, PaidEditState::overtaken);
    EXPECT_EQ(shop.till.state(*edit.payment), "cancelled") << "nobody can pay it any more";
    shop.expect_sound();
}

TEST(paid_edit_money, goes_back_when_what_it_takes_back_is_not_there_any_more) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {1}}, {shop.ink, {1}}});
    NewOrderRefund both{.lines = std::vector<RefundLine>{{{1}, {2}}}, .reason = *Text<1, 500>::parse("damaged"), .cancel = true};
    ASSERT_TRUE(shop.give_back(order.id, both));
    pay_there(shop, edit);
    hear_of_it(shop, edit);
    auto ended = shop.last(order.id);
    EXPECT_EQ(ended.state, PaidEditState::overtaken);
    EXPECT_NE(ended.outcome->find("orders.refund_too_large"), std::string::npos) << *ended.outcome;
    EXPECT_EQ(shop.held(), 20'000) << "delivery";
    EXPECT_EQ(shop.shop.available(shop.ink), 10);
    EXPECT_EQ(shop.seen(order.id).lines.size(), 1u);
    shop.expect_sound();
}

TEST(paid_edit_money, goes_back_when_the_order_has_left_after_all) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {3}}});
    shop.shop.database.run("update orders.orders set state = 'shipped'; insert into orders.timeline (store_id, order_id, state, reason) select store_id, id, 'shipped', 'by force' from orders.orders");
    pay_there(shop, edit);
    hear_of_it(shop, edit);
    EXPECT_EQ(shop.last(order.id).state, PaidEditState::overtaken);
    EXPECT_EQ(shop.held(), 70'000);
    EXPECT_EQ(shop.shop.available(shop.pen), 8);
}

TEST(paid_edit_money, carries_the_edit_out_though_the_order_is_on_hold) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {3}}});
    ASSERT_TRUE(shop.move(order.id, "hold"));
    pay_there(shop, edit);
    hear_of_it(shop, edit);
    EXPECT_EQ(shop.last(order.id).state, PaidEditState::done);
    EXPECT_EQ(shop.seen(order.id).state, State::on_hold);
    ASSERT_TRUE(shop.move(order.id, "resume"));
    shop.expect_sound();
}

TEST(paid_edit_money, is_told_of_twice_and_counted_once) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {3}}});
    shop.pay_difference(edit);
    shop.shop.database.run("update jobs.jobs set state = 'waiting', due = now() where kind = 'orders.pay'");
    shop.shop.run_due_jobs();
    EXPECT_EQ(shop.held(), 95'000);
    EXPECT_EQ(shop.seen(order.id).total, Shop::rupees(950));
    shop.expect_sound();
}

/// What every verb of its table does at its own door, to an edit that is in a state.
TEST(paid_edit_life, goes_no_way_that_is_not_in_its_table) {
    auto door = [](const std::string& state, const std::string& verb) {
        Editor shop;
        auto order = shop.paid();
        auto edit = shop.edited(order.id, {{shop.pen, {3}}});
        bool is_open = state == "open";
        if (!is_open) shop.shop.database.run("update orders.paid_edits set state = '" + state + "', ended_at = now(), outcome = 'set by hand'");
        if (verb == "carry_out") pay_there(shop, edit), hear_of_it(shop, edit);
        else if (verb == "expire") shop.shop.run_due_jobs(clock_now() + std::chrono::hours(30));
        else if (verb == "withdraw") (void)withdraw(shop, edit);
        else if (verb == "overtake") (void)shop.give_all_back(order.id), shop.shop.run_due_jobs();
        else throw std::logic_error("no door for " + verb);
        auto after = std::string(shape_name(shop.last(order.id).state));
        if (!is_open) {
            EXPECT_EQ(after, state) << verb;
            EXPECT_EQ(shop.seen(order.id).total, Shop::rupees(700)) << verb << " from " << state;
        }
        return is_open && after == *test::machines().at("edit").target("open", verb);
    };
    test::try_all("edit", test::machines().at("edit"), door);
}

}  // namespace
}  // namespace vitrine::orders
