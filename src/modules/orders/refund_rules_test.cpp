#include "modules/orders/refund_rules.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/shop/money.h"

namespace vitrine::orders::rules {
namespace {

namespace money = test::money;

/// An order as it would be stored for a quote.
OrderView ordered(const quotes::Quote& quote) {
    OrderView order;
    for (const auto& line : quote.lines)
        order.lines.push_back({.position = std::int64_t(order.lines.size()) + 1, .quantity = line.quantity, .unit_price = line.unit, .total = line.total, .discount = line.discount,
                               .net = line.net, .tax = line.tax, .gross = line.gross, .breakdown = {.includes_tax = line.includes_tax, .taxes = line.taxes}});
    order.total = quote.total;
    order.rounding = quote.rounding;
    order.shipping = quote.shipping;
    order.shipping_discount = quote.shipping_discount;
    order.breakdown.shipping = quote.shipping_taxed;
    return order;
}

void give(RefundState& state, const RefundDecision& decision) {
    state.given += decision.amount;
    state.rounding_given += decision.rounding;
    state.allowance_given += decision.allowance;
    for (const auto& share : decision.shares)
        for (auto& item : state.items)
            if (item.kind == share.kind && item.position == share.position) item.refunded += share.quantity;
}

NewOrderRefund of_line(std::int64_t position, std::int64_t quantity) {
    NewOrderRefund in;
    in.lines = std::vector<RefundLine>{{{position}, {quantity}}};
    return in;
}
NewOrderRefund of_amount(Money amount) {
    NewOrderRefund in;
    in.amount = amount;
    return in;
}

OrderView awkward(std::int64_t step = 1, bool includes_tax = false) {
    auto tables = money::gst_tables(includes_tax);
    tables.settings.payable_step_minor = step;
    return ordered(quotes::quote(money::input({money::line(1, 3'333, 3, "gst-18", includes_tax), money::line(2, 59, 7, "gst-5", includes_tax)}, money::compiled(tables), 4'917)));
}

TEST(decide_refund, gives_all_of_an_order_when_nothing_is_named) {
    auto order = awkward();
    auto decision = decide_refund(refund_state(order), {});
    ASSERT_TRUE(decision);
    EXPECT_EQ(decision->amount, order.total);
    EXPECT_EQ(decision->allowance.minor, 0);
    EXPECT_EQ(decision->shares.size(), 3u);
}

// Trap 16: one of three units is its share of what was paid, tax and all, and no more.
TEST(decide_refund, of_a_line_is_its_true_share) {
    auto order = awkward();
    auto decision = decide_refund(refund_state(order), of_line(1, 1));
    ASSERT_TRUE(decision);
    EXPECT_EQ(decision->amount.minor, order.lines[0].gross.minor / 3);
    EXPECT_EQ(decision->shares[0].part.gross, decision->amount);
}

TEST(decide_refund, refuses_what_was_not_bought_and_what_makes_no_sense) {
    auto state = refund_state(awkward());
    auto code = [&](const NewOrderRefund& in) { return decide_refund(state, in).error().code; };
    EXPECT_EQ(code(of_line(9, 1)), "request.invalid");
    EXPECT_EQ(code(of_line(1, 4)), "orders.refund_too_large");
    auto twice = of_line(1, 1);
    twice.lines->push_back(twice.lines->front());
    EXPECT_EQ(code(twice), "request.invalid");
    EXPECT_EQ(code(of_amount({0, state.total.currency})), "request.invalid");
    EXPECT_EQ(code(of_amount({-5, state.total.currency})), "request.invalid");
    EXPECT_EQ(code(of_amount({5, money::usd})), "request.invalid");
    EXPECT_EQ(code(of_amount(state.total + Money{1, state.total.currency})), "orders.refund_too_large");
    auto both = of_amount({5, state.total.currency});
    both.shipping = true;
    EXPECT_EQ(code(both), "request.invalid");
    give(state, *decide_refund(state, {}));
    EXPECT_EQ(code({}), "orders.refund_too_large") << "nothing is left";
}

// Trap 3: exactly what was captured can be given back, as an amount, too.
TEST(decide_refund, of_exactly_what_is_left_closes_the_order) {
    auto state = refund_state(awkward());
    give(state, *decide_refund(state, of_line(2, 3)));
    auto decision = decide_refund(state, of_amount(state.total - state.given));
    ASSERT_TRUE(decision);
    give(state, *decision);
    EXPECT_EQ(state.given, state.total);
    for (const auto& item : state.items) EXPECT_EQ(item.refunded, item.paid.quantity);
}

// Traps 6, 16 and 23: whatever the order of the parts, money, taxes, discounts and rounding all end at exactly what was paid.
TEST(decide_refund, ends_at_exactly_zero_after_any_sequence_of_parts) {
    std::mt19937_64 random(11);
    for (int round = 0; round < 400; ++round) {
        std::int64_t step = random() % 3 == 0 ? 100 : 1;
        auto tables = money::gst_tables(random() % 2);
        tables.settings.payable_step_minor = step;
        std::vector<quotes::Line> lines;
        for (std::uint32_t n = 1; n <= 1 + random() % 3; ++n)
            lines.push_back(money::line(n, std::int64_t(1 + random() % 9'999), std::int64_t(1 + random() % 5), random() % 2 ? "gst-18" : "gst-5", random() % 2));
        auto order = ordered(quotes::quote(money::input(lines, money::compiled(tables), std::int64_t(random() % 5'000))));
        if (order.total.is_zero()) continue;
        auto state = refund_state(order);
        std::int64_t tax = 0, components = 0, discount = 0;
        for (int n = 0; n < 60 && state.given != state.total; ++n) {
            auto in = of_line(std::int64_t(1 + random() % order.lines.size()), std::int64_t(1 + random() % 3));
            if (random() % 5 == 0) in = NewOrderRefund{.shipping = true};
            if (random() % 7 == 0) in = of_amount({std::int64_t(1 + random() % 2'000), state.total.currency});
            if (n > 40) in = {};
            auto decision = decide_refund(state, in);
            if (!decision) continue;
            ASSERT_GT(decision->amount.minor, 0);
            for (const auto& share : decision->shares) {
                tax += share.part.tax.minor;
                discount += share.discount.minor;
                for (const auto& component : share.part.components) components += component.amount.minor;
            }
            give(state, *decision);
            ASSERT_LE(state.given.minor, state.total.minor);
        }
        ASSERT_EQ(state.given, state.total) << "round " << round;
        bool is_closed = std::ranges::all_of(state.items, [](const auto& item) { return item.refunded == item.paid.quantity; });
        if (!is_closed) continue;  // a rounded-down order whose money was out before its last unit
        std::int64_t paid_tax = 0, paid_discount = 0;
        for (const auto& item : state.items) paid_tax += item.paid.tax.minor, paid_discount += item.discount.minor;
        ASSERT_EQ(tax, paid_tax);
        ASSERT_EQ(components, paid_tax);
        ASSERT_EQ(discount, paid_discount);
        ASSERT_EQ(state.rounding_given, state.rounding);
        ASSERT_EQ(state.allowance_given.minor, 0);
    }
}

TEST(decide_refund, takes_an_earlier_allowance_back_when_it_closes_the_order) {
    auto state = refund_state(awkward());
    give(state, *decide_refund(state, of_amount({500, state.total.currency})));
    auto rest = decide_refund(state, {});
    ASSERT_TRUE(rest);
    EXPECT_EQ(rest->allowance.minor, -500);
    EXPECT_EQ(rest->amount, state.total - state.given);
}

TEST(decide_refund, keeps_a_fee_of_what_came_back_and_no_more_than_it_comes_to) {
    auto order = awkward();
    auto state = refund_state(order);
    auto in = of_line(1, 1);
    auto whole = decide_refund(state, in)->amount;
    in.withheld = Money{7, whole.currency};
    auto decision = decide_refund(state, in);
    ASSERT_TRUE(decision);
    EXPECT_EQ(decision->amount + *in.withheld, whole);
    in.withheld = whole;
    EXPECT_EQ(decide_refund(state, in).error().code, "orders.refund_too_large");
    in.withheld = Money{1, money::usd};
    EXPECT_EQ(decide_refund(state, in).error().code, "request.invalid");
    in.withheld = Money{-1, whole.currency};
    EXPECT_EQ(decide_refund(state, in).error().code, "request.invalid");
    auto amount = of_amount({5, whole.currency});
    amount.withheld = Money{1, whole.currency};
    EXPECT_EQ(decide_refund(state, amount).error().code, "request.invalid");
}

TEST(spread_with_credit, sends_the_rest_the_way_it_came) {
    auto in = [](std::int64_t minor) { return Money{minor, money::pkr}; };
    auto parts = spread_with_credit(in(120), in(70), {{}, in(100), in(50)});
    ASSERT_TRUE(parts && parts->size() == 2);
    EXPECT_EQ((*parts)[0].way, RefundWay::payment);
    EXPECT_EQ((*parts)[0].amount, in(50));
    EXPECT_EQ((*parts)[1].way, RefundWay::store_credit);
    EXPECT_EQ((*parts)[1].amount, in(70));
    EXPECT_EQ(spread_with_credit(in(70), in(70), {{}, in(100), in(50)})->size(), 1u);
    EXPECT_EQ(spread_with_credit(in(70), in(71), {{}, in(100), in(50)}).error().code, "request.invalid");
    EXPECT_EQ(spread_with_credit(in(151), in(10), {{}, in(100), in(50)}).error().code, "orders.refund_too_large");
    EXPECT_EQ(spread_with_credit(in(70), in(10), {{}, in(0), in(0), in(100)}).error().code, "orders.refund_too_large") << "money that is not taken yet pays for nothing else";
}

TEST(spread_refund, goes_to_the_gateway_first_and_then_to_the_cards) {
    auto in = [](std::int64_t minor) { return Money{minor, money::pkr}; };
    auto parts = spread_refund(in(120), RefundTo::original, {{}, in(100), in(50)});
    ASSERT_TRUE(parts && parts->size() == 2);
    EXPECT_EQ((*parts)[0].way, RefundWay::payment);
    EXPECT_EQ((*parts)[0].amount, in(100));
    EXPECT_EQ((*parts)[1].way, RefundWay::tender);
    EXPECT_EQ((*parts)[1].amount, in(20));
    EXPECT_EQ(spread_refund(in(80), RefundTo::original, {{}, in(100), in(50)})->size(), 1u);
    EXPECT_EQ(spread_refund(in(50), RefundTo::original, {{}, in(0), in(50)})->front().way, RefundWay::tender);
    EXPECT_EQ(spread_refund(in(120), RefundTo::store_credit, {{}, in(100), in(50)})->front().way, RefundWay::store_credit);
    EXPECT_EQ(spread_refund(in(151), RefundTo::original, {{}, in(100), in(50)}).error().code, "orders.refund_too_large");
}

TEST(spread_refund, counts_what_the_buyer_has_already_before_anything_is_sent) {
    auto in = [](std::int64_t minor) { return Money{minor, money::pkr}; };
    RefundSources from{{{true, {}, in(60)}, {false, {}, in(30)}}, in(100), in(50)};
    auto parts = spread_refund(in(120), RefundTo::store_credit, from);
    ASSERT_TRUE(parts && parts->size() == 3);
    EXPECT_TRUE((*parts)[0].gone && (*parts)[0].gone->by_dispute);
    EXPECT_EQ((*parts)[0].amount, in(60));
    EXPECT_EQ((*parts)[1].amount, in(30));
    EXPECT_EQ((*parts)[2].way, RefundWay::store_credit);
    EXPECT_EQ((*parts)[2].amount, in(30));
    EXPECT_EQ(spread_refund(in(40), RefundTo::original, from)->size(), 1u) << "nothing is sent";
    EXPECT_EQ(spread_refund(in(241), RefundTo::original, from).error().code, "orders.refund_too_large");
}

}  // namespace
}  // namespace vitrine::orders::rules
