// A paid order is edited: what is cheaper goes back, what is dearer waits for its own payment, and the order changes with its books, stock and papers or not at all.
#include "modules/orders/paid_edit.h"

#include "modules/orders/story.h"
#include "tests/shop/editor.h"

namespace vitrine::orders {
namespace {

using test::Editor;
using test::Shop;

TEST(paid_edit, that_is_dearer_changes_the_order_when_its_money_is_there) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {2}}, {shop.ink, {1}}});
    EXPECT_EQ(edit.state, PaidEditState::open);
    EXPECT_EQ(edit.difference, Shop::rupees(400));
    EXPECT_TRUE(edit.pay_link);
    EXPECT_EQ(shop.shop.available(shop.ink), 9) << "kept for it";
    EXPECT_EQ(shop.seen(order.id).total, Shop::rupees(700)) << "and the order is as it was";
    shop.expect_sound();

    shop.pay_difference(edit);
    auto after = shop.seen(order.id);
    EXPECT_EQ(shop.last(order.id).state, PaidEditState::done);
    EXPECT_EQ(after.total, Shop::rupees(1'100));
    EXPECT_EQ(after.state, State::paid);
    ASSERT_EQ(after.lines.size(), 2u);
    EXPECT_EQ(after.lines[1].variant, shop.ink);
    EXPECT_EQ(shop.shop.available(shop.ink), 9);
    EXPECT_EQ(shop.held(), 110'000);
    EXPECT_EQ(shop.till.account("receivable"), 0);
    shop.expect_sound();
}

TEST(paid_edit, that_is_cheaper_gives_the_true_share_back_at_once) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {1}}});
    EXPECT_EQ(edit.state, PaidEditState::done);
    EXPECT_EQ(edit.difference, -Shop::rupees(250));
    EXPECT_FALSE(edit.payment);
    EXPECT_EQ(shop.held(), 45'000);
    EXPECT_EQ(shop.shop.available(shop.pen), 9);
    EXPECT_EQ(shop.seen(order.id).lines[0].cancelled, 1);
    shop.expect_sound();
}

TEST(paid_edit, gives_back_as_store_credit_where_asked) {
    Editor shop;
    auto order = shop.paid();
    auto wish = shop.wish(order.id, {{shop.pen, {1}}});
    wish.to = RefundTo::store_credit;
    ASSERT_TRUE(shop.open(order.id, wish));
    EXPECT_EQ(shop.held(), 70'000) << "the card gets nothing back";
    EXPECT_EQ(shop.shop.count("select balance from tenders.accounts"), 25'000);
    shop.expect_sound();
}

TEST(paid_edit, that_comes_to_the_same_is_done_without_any_payment) {
    Editor shop;
    auto order = shop.paid();
    shop.shop.set_price(shop.ink, Shop::rupees(250));
    auto edit = shop.edited(order.id, {{shop.pen, {1}}, {shop.ink, {1}}});
    EXPECT_EQ(edit.state, PaidEditState::done);
    EXPECT_TRUE(edit.difference.is_zero());
    EXPECT_EQ(shop.held(), 70'000);
    EXPECT_EQ(shop.shop.count("select count(*) from payments.payments"), 1);
    EXPECT_EQ(shop.shop.available(shop.pen), 9);
    EXPECT_EQ(shop.shop.available(shop.ink), 9);
    shop.expect_sound();
}

TEST(paid_edit, uses_what_is_taken_back_to_pay_for_what_is_added) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {1}}, {shop.ink, {1}}});
    EXPECT_EQ(edit.difference, Shop::rupees(150));
    EXPECT_EQ(shop.shop.available(shop.pen), 8) << "nothing is taken back before it is paid";
    shop.pay_difference(edit);
    EXPECT_EQ(shop.held(), 85'000);
    EXPECT_EQ(shop.shop.available(shop.pen), 9);
    shop.expect_sound();

    ASSERT_TRUE(shop.give_all_back(order.id)) << "and both payments give all of it back";
    shop.shop.run_due_jobs();
    EXPECT_EQ(shop.seen(order.id).state, State::refunded);
    EXPECT_EQ(shop.held(), 0);
    EXPECT_EQ(shop.till.account("sales"), 0);
    shop.expect_sound();
}

TEST(paid_edit, has_further_pieces_at_the_price_they_were_bought_at_and_others_at_todays) {
    Editor shop;
    auto order = shop.paid();
    shop.shop.set_price(shop.pen, Shop::rupees(999));
    shop.shop.set_price(shop.ink, Shop::rupees(500));
    auto preview = shop.preview(order.id, {{shop.pen, {3}}, {shop.ink, {1}}});
    ASSERT_TRUE(preview) << preview.error().code;
    EXPECT_EQ(preview->difference, Shop::rupees(750));
    EXPECT_EQ(preview->explanation.front().code, "bought");
    EXPECT_EQ(preview->explanation.back().code, "difference");
    EXPECT_EQ(preview->explanation.back().amount, Shop::rupees(750));
    EXPECT_EQ(shop.shop.count("select count(*) from orders.paid_edits"), 0) << "a preview writes nothing";
}

TEST(paid_edit, follows_another_in_its_turn) {
    Editor shop;
    auto order = shop.paid();
    shop.pay_difference(shop.edited(order.id, {{shop.pen, {3}}}));
    shop.pay_difference(shop.edited(order.id, {{shop.pen, {3}}, {shop.ink, {2}}}));
    auto less = shop.edited(order.id, {{shop.pen, {2}}, {shop.ink, {1}}});
    EXPECT_EQ(less.difference, -Shop::rupees(650));
    EXPECT_EQ(shop.held(), 70'000 + 25'000 + 80'000 - 65'000);
    EXPECT_EQ(shop.shop.available(shop.pen), 8);
    EXPECT_EQ(shop.shop.available(shop.ink), 9);
    shop.expect_sound();
    ASSERT_TRUE(shop.give_all_back(order.id));
    shop.shop.run_due_jobs();
    EXPECT_EQ(shop.held(), 0);
    shop.expect_sound();
}

TEST(paid_edit, is_one_at_a_time) {
    Editor shop;
    auto order = shop.paid();
    auto wish = shop.wish(order.id, {{shop.pen, {3}}});
    auto one = [&](std::string key) { return open_paid_edit(shop.shop.app, shop.staff(), order.id, {}, std::move(key), wish); };
    std::vector<Task<Result<PaidEditMade>>> both;
    both.push_back(one("a"));
    both.push_back(one("b"));
    auto made = shop.shop.run(test::all_of(std::move(both)));
    EXPECT_NE(bool(made[0]), bool(made[1]));
    EXPECT_EQ((made[0] ? made[1] : made[0]).error().code, "orders.edit_open");
    EXPECT_EQ(shop.preview(order.id, {{shop.pen, {1}}}).error().code, "orders.edit_open");
    EXPECT_EQ(shop.shop.available(shop.pen), 7);
    shop.expect_sound();
}

TEST(paid_edit, is_repeated_by_its_key_and_by_nothing_else) {
    Editor shop;
    auto order = shop.paid();
    auto wish = shop.wish(order.id, {{shop.pen, {1}}});
    auto first = shop.open(order.id, wish, "once"), again = shop.open(order.id, wish, "once");
    ASSERT_TRUE(first && again);
    EXPECT_TRUE(again->replayed);
    EXPECT_EQ(first->edit.id, again->edit.id);
    EXPECT_EQ(shop.held(), 45'000);
    wish.reason = *Text<1, 500>::parse("another");
    EXPECT_EQ(shop.open(order.id, wish, "once").error().code, "idempotency.key_reused");
    EXPECT_EQ(shop.open(shop.paid().id, wish, "once").error().code, "idempotency.key_reused");
}

TEST(paid_edit, holds_only_for_the_order_that_was_looked_at) {
    Editor shop;
    auto order = shop.paid();
    auto preview = shop.preview(order.id, {{shop.pen, {3}}});
    ASSERT_TRUE(preview);
    ASSERT_TRUE(shop.move(order.id, "process"));
    auto wish = shop.wish(order.id, {{shop.pen, {3}}});
    EXPECT_EQ(shop.open(order.id, wish, "", preview->version).error().code, "request.stale_version");
    EXPECT_EQ(shop.open(order.id, shop.wish(order.id, {{shop.pen, {3}}}, Shop::rupees(1))).error().code, "orders.price_changed");
    EXPECT_EQ(shop.shop.available(shop.pen), 8);
    EXPECT_TRUE(shop.open(order.id, wish, "", shop.preview(order.id, {{shop.pen, {3}}})->version));
}

TEST(paid_edit, refuses_and_then_leaves_everything_as_it_was) {
    Editor shop;
    auto order = shop.paid();
    auto refusal = [&](std::vector<EditedLine> lines) { return shop.open(order.id, shop.wish(order.id, std::move(lines), Shop::rupees(2'250))).error().code; };
    EXPECT_EQ(refusal({{shop.pen, {11}}}), "stock.short");
    EXPECT_EQ(refusal({{catalog::VariantId::next(clock_now()), {1}}}), "carts.variant_unknown");
    EXPECT_EQ(refusal({{shop.pen, {2}}}), "orders.not_editable") << "it says that already";
    EXPECT_EQ(refusal({}), "request.invalid");
    EXPECT_EQ(refusal({{shop.pen, {1}}, {shop.pen, {2}}}), "request.invalid");
    auto unpaid = shop.placed("bank_transfer", 1);
    EXPECT_EQ(shop.preview(unpaid.id, {{shop.pen, {3}}}).error().code, "orders.not_editable");
    auto at_the_door = shop.placed("cash_on_delivery", 1);
    EXPECT_EQ(shop.preview(at_the_door.id, {{shop.pen, {3}}}).error().code, "orders.not_editable");
    EXPECT_EQ(shop.preview(OrderId::next(clock_now()), {{shop.pen, {3}}}).error().code, "orders.not_found");
    for (const auto* verb : {"process", "pack", "ship"}) ASSERT_TRUE(shop.move(order.id, verb)) << verb;
    EXPECT_EQ(shop.preview(order.id, {{shop.pen, {3}}}).error().code, "orders.not_editable") << "it has left";
    EXPECT_EQ(shop.shop.count("select count(*) from orders.paid_edits"), 0);
    EXPECT_EQ(shop.shop.count("select count(*) from stock.reservations where order_ref like 'oedt%'"), 0);
    shop.expect_sound();
}

TEST(paid_edit, keeps_its_order_in_the_house_while_it_waits) {
    Editor shop;
    auto order = shop.paid();
    auto edit = shop.edited(order.id, {{shop.pen, {3}}});
    ASSERT_TRUE(shop.move(order.id, "process"));
    EXPECT_EQ(shop.move(order.id, "pack").error().code, "orders.edit_open");
    auto withdrawn = shop.shop.run(withdraw_paid_edit(shop.shop.app, shop.staff(), order.id, edit.id));
    ASSERT_TRUE(withdrawn) << withdrawn.error().code;
    EXPECT_EQ(withdrawn->state, PaidEditState::withdrawn);
    EXPECT_TRUE(shop.move(order.id, "pack")) << "the neighbour: nothing is waited for any more";
    EXPECT_EQ(shop.shop.available(shop.pen), 8);
    shop.expect_sound();
}

TEST(paid_edit, tells_its_story_to_the_buyer) {
    Editor shop;
    auto order = shop.paid();
    shop.pay_difference(shop.edited(order.id, {{shop.pen, {3}}}));
    std::string told;
    for (const auto& entry : *shop.shop.run(story_of(shop.shop.app, shop.staff(), order.id, ""))) told += entry.text + "\n";
    EXPECT_NE(told.find("Rs 250 are asked for"), std::string::npos) << told;
    EXPECT_NE(told.find("asked for on the phone"), std::string::npos) << told;
    EXPECT_EQ(shop.shop.count("select count(*) from jobs.events where name = 'orders.difference_asked'"), 1);
    EXPECT_EQ(shop.shop.count("select count(*) from jobs.events where name = 'orders.edited'"), 1);
    EXPECT_EQ(shop.shop.count("select (before -> 'total' ->> 'minor')::bigint from orders.edits"), 70'000) << "what it said before is kept";
}

}  // namespace
}  // namespace vitrine::orders
