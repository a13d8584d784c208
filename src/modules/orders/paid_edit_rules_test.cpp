// Pure decisions about edits of paid orders.
#include "modules/orders/paid_edit_rules.h"

#include <gtest/gtest.h>

#include "modules/orders/refund_rules.h"

namespace vitrine::orders::rules {
namespace {

Money rupees(std::int64_t whole) { return {whole * 100, *Currency::parse("PKR")}; }
const auto pen = VariantId::next(Instant{}), ink = VariantId::next(Instant{});

OrderView order_of(std::vector<std::pair<VariantId, std::int64_t>> lines) {
    OrderView order;
    for (const auto& [variant, quantity] : lines) {
        OrderLine line;
        line.position = std::int64_t(order.lines.size()) + 1;
        line.variant = variant;
        line.quantity = quantity;
        order.lines.push_back(std::move(line));
    }
    return order;
}

TEST(changes_of, takes_from_the_last_lines_of_an_article_and_adds_what_is_missing) {
    auto order = order_of({{pen, 2}, {ink, 1}, {pen, 3}});
    auto changes = changes_of(order, {{pen, {1}}, {ink, {4}}});
    ASSERT_EQ(changes.takes.size(), 2u);
    EXPECT_EQ(std::int64_t(changes.takes[0].position), 1);
    EXPECT_EQ(std::int64_t(changes.takes[0].quantity), 1);
    EXPECT_EQ(std::int64_t(changes.takes[1].position), 3);
    EXPECT_EQ(std::int64_t(changes.takes[1].quantity), 3);
    ASSERT_EQ(changes.adds.size(), 1u);
    EXPECT_EQ(changes.adds[0].quantity, 3);
    EXPECT_EQ(changes.wished[0], 1u);
}

TEST(changes_of, counts_neither_gifts_nor_what_was_cancelled) {
    auto order = order_of({{pen, 3}, {ink, 1}});
    order.lines[0].cancelled = 2;
    order.lines[1].breakdown.is_gift = true;
    auto changes = changes_of(order, {{pen, {1}}});
    EXPECT_TRUE(changes.takes.empty());
    EXPECT_TRUE(changes.adds.empty());
    EXPECT_EQ(changes_of(order, {{pen, {2}}}).adds.at(0).quantity, 1) << "the neighbour";
}

TEST(net_goods, keeps_only_what_does_not_come_back_from_the_same_order) {
    PaidEditPlan plan;
    net_goods(plan, {{pen, 3}, {ink, 1}}, {{pen, 2}});
    ASSERT_EQ(plan.keeps.size(), 2u);
    EXPECT_EQ(plan.keeps[0].quantity, 1);
    ASSERT_EQ(plan.stays.size(), 1u);
    EXPECT_EQ(plan.stays[0].quantity, 2);
}

TEST(spread_refund, takes_from_the_orders_payment_then_from_those_of_its_edits) {
    auto first = PaymentId::next(Instant{}), second = PaymentId::next(Instant{});
    RefundSources from{{}, rupees(100), rupees(50)};
    from.further = {{first, rupees(30)}, {second, rupees(20)}};
    auto parts = spread_refund(rupees(170), RefundTo::original, from);
    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->size(), 4u);
    EXPECT_FALSE((*parts)[0].of);
    EXPECT_EQ((*parts)[1].of, first);
    EXPECT_EQ((*parts)[2].of, second);
    EXPECT_EQ((*parts)[3].way, RefundWay::tender);
    EXPECT_EQ((*parts)[3].amount, rupees(20));
    EXPECT_EQ(spread_refund(rupees(201), RefundTo::original, from).error().code, "orders.refund_too_large");
}

TEST(spread_refund, of_what_is_not_taken_yet_gives_what_edits_took_first) {
    auto edit = PaymentId::next(Instant{});
    RefundSources from{{}, rupees(0), rupees(0), rupees(100)};
    from.further = {{edit, rupees(30)}};
    auto parts = spread_refund(rupees(50), RefundTo::original, from);
    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->size(), 2u);
    EXPECT_EQ((*parts)[0].of, edit);
    EXPECT_EQ((*parts)[1].way, RefundWay::release);
    EXPECT_EQ((*parts)[1].amount, rupees(20));
    EXPECT_EQ(spread_refund(rupees(130), RefundTo::original, from).error().code, "orders.refund_too_large");
}

TEST(spread_applied, sends_nowhere_what_pays_for_other_goods) {
    RefundSources from{{}, rupees(100), rupees(0)};
    auto parts = spread_applied(rupees(80), rupees(50), RefundTo::original, from);
    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->size(), 2u);
    EXPECT_EQ((*parts)[0].way, RefundWay::applied);
    EXPECT_EQ((*parts)[1].amount, rupees(30));
    EXPECT_EQ(spread_applied(rupees(80), rupees(80), RefundTo::original, from)->size(), 1u);
    EXPECT_FALSE(spread_applied(rupees(80), rupees(90), RefundTo::original, from));
}

TEST(order_states, in_which_an_edit_may_begin_and_be_carried_out) {
    for (auto state : {State::pending_payment, State::packed, State::shipped, State::delivered, State::completed, State::on_hold, State::cancelled, State::refunded}) EXPECT_FALSE(may_be_edited(state)) << shape_name(state);
    for (auto state : {State::paid, State::processing}) EXPECT_TRUE(may_be_edited(state)) << shape_name(state);
    for (auto state : {State::pending_payment, State::shipped, State::delivered, State::completed, State::cancelled, State::refunded}) EXPECT_FALSE(may_be_carried_out(state)) << shape_name(state);
}

}  // namespace
}  // namespace vitrine::orders::rules
