#include "modules/payments/rules.h"

#include <gtest/gtest.h>

namespace vitrine::payments::rules {
namespace {

const Currency pkr = *Currency::parse("PKR"), usd = *Currency::parse("USD");
const Money price{160'000, pkr};

constexpr std::array all_states{State::created, State::pending, State::authorized, State::succeeded, State::failed, State::cancelled, State::refunded};
constexpr std::array all_standings{Standing::open, Standing::processing, Standing::authorized, Standing::succeeded, Standing::cancelled, Standing::failed};

Truth truth(Standing standing, Money received = {0, pkr}) { return {.reference = "pi_1", .standing = standing, .received = received}; }
Truth paid(Money received = price) { return truth(Standing::succeeded, received); }

TEST(payment_moves, reach_every_state_and_end) {
    EXPECT_TRUE(payment_moves.unreachable(all_states).empty());
    EXPECT_TRUE(payment_moves.is_final(State::failed) && payment_moves.is_final(State::cancelled) && payment_moves.is_final(State::refunded));
    EXPECT_FALSE(payment_moves.allows(State::cancelled, State::succeeded));
    EXPECT_NE(payment_moves.diagram().find("pending --> succeeded: capture"), std::string::npos);
}

TEST(settle_rule, captures_the_exact_amount_of_an_open_payment) {
    for (auto state : {State::created, State::pending, State::authorized}) {
        auto decision = settle({state, price}, paid());
        EXPECT_EQ(decision.to, State::succeeded);
        EXPECT_EQ(decision.receipt, ReceiptUse::order);
        EXPECT_FALSE(decision.announces_failure);
    }
}

// Trap 35: five more of the same change nothing.
TEST(settle_rule, does_nothing_with_money_that_is_booked) {
    for (auto state : all_states) EXPECT_TRUE(settle({.state = state, .amount = price, .money_is_booked = true, .order_is_paid = true}, paid()).is_nothing());
}

// Trap 45: amount and currency are compared before anything is settled.
TEST(settle_rule, takes_another_amount_or_currency_as_surplus) {
    for (auto received : {Money{159'999, pkr}, Money{160'001, pkr}, Money{160'000, usd}}) {
        auto decision = settle({State::pending, price}, paid(received));
        EXPECT_EQ(decision.receipt, ReceiptUse::surplus);
        EXPECT_EQ(decision.to, State::failed);
        EXPECT_EQ(decision.reason, received.currency == usd ? "currency_mismatch" : "amount_mismatch");
        EXPECT_TRUE(decision.announces_failure);
    }
}

// Trap 40: the second success for one order is surplus, and no failure of the order.
TEST(settle_rule, takes_a_second_success_of_an_order_as_surplus) {
    auto decision = settle({.state = State::pending, .amount = price, .order_is_paid = true}, paid());
    EXPECT_EQ(decision.receipt, ReceiptUse::surplus);
    EXPECT_EQ(decision.to, State::cancelled);
    EXPECT_EQ(decision.reason, "order_already_paid");
    EXPECT_FALSE(decision.announces_failure);
}

TEST(settle_rule, takes_late_money_as_surplus_and_leaves_the_state) {
    for (auto state : {State::cancelled, State::failed}) {
        auto decision = settle({state, price}, paid());
        EXPECT_EQ(decision.receipt, ReceiptUse::surplus);
        EXPECT_FALSE(decision.to);
        EXPECT_EQ(decision.reason, "payment_closed");
        EXPECT_FALSE(decision.announces_failure);
    }
}

TEST(settle_rule, keeps_a_declined_payment_open_for_another_card) {
    auto declined = truth(Standing::open);
    declined.failure = "Your card was declined.";
    auto decision = settle({State::pending, price}, declined);
    EXPECT_FALSE(decision.to);
    EXPECT_EQ(decision.failure, "Your card was declined.");
    EXPECT_FALSE(decision.announces_failure);
}

// Trap 38: a cancelled intent ends the payment and says so.
TEST(settle_rule, closes_a_payment_that_the_gateway_cancelled) {
    auto decision = settle({State::pending, price}, truth(Standing::cancelled));
    EXPECT_EQ(decision.to, State::cancelled);
    EXPECT_TRUE(decision.announces_failure);
}

TEST(settle_rule, settles_what_costs_nothing_without_a_receipt_to_refund) {
    Money nothing{0, pkr};
    EXPECT_EQ(settle({State::created, nothing}, paid(nothing)).to, State::succeeded);
    EXPECT_TRUE(settle({State::succeeded, nothing}, paid(nothing)).is_nothing());
}

// Whatever is said in whatever state: only moves of the table, and money that arrived is never passed over.
TEST(settle_rule, makes_only_moves_of_the_table_and_never_ignores_money) {
    for (auto state : all_states)
        for (auto standing : all_standings)
            for (bool order_is_paid : {false, true})
                for (auto amount : {price, Money{1, pkr}, Money{160'000, usd}}) {
                    auto said = truth(standing, standing == Standing::succeeded ? amount : Money{0, pkr});
                    auto decision = settle({.state = state, .amount = price, .order_is_paid = order_is_paid}, said);
                    if (decision.to) EXPECT_TRUE(payment_moves.allows(state, *decision.to)) << int(state) << " " << int(standing);
                    EXPECT_EQ(decision.receipt.has_value(), standing == Standing::succeeded);
                    if (decision.receipt == ReceiptUse::order) EXPECT_TRUE(amount == price && !order_is_paid && is_open(state));
                    if (decision.announces_failure) EXPECT_TRUE(decision.to && !is_open(*decision.to));
                }
}

TEST(next_sweep, grows_and_meets_the_end_of_the_window) {
    auto now = *parse_rfc3339("2026-03-01T10:00:00Z");
    EXPECT_EQ(next_sweep(0, now, now + Duration(30min)), now + Duration(1min));
    EXPECT_EQ(next_sweep(3, now, now + Duration(30min)), now + Duration(8min));
    EXPECT_EQ(next_sweep(4, now, now + Duration(7min)), now + Duration(7min));
    EXPECT_EQ(next_sweep(40, now, now - Duration(1min)), now + Duration(15min));
}

TEST(missing_money, is_never_more_than_what_is_left_and_counts_what_is_gone_first) {
    auto pkr = [](std::int64_t minor) { return Money{minor, *Currency::parse("PKR")}; };
    std::vector<Missing> causes{{{true, {}, pkr(60)}, false}, {{true, {}, pkr(30)}, true}, {{false, {}, pkr(50)}, true}};
    auto missing = missing_money(pkr(100), causes);
    ASSERT_EQ(missing.gone.size(), 2u);
    EXPECT_EQ(missing.gone[0].amount, pkr(30));
    EXPECT_EQ(missing.gone[1].amount, pkr(50));
    EXPECT_EQ(missing.in_dispute, pkr(20)) << "of 60 that are held";
    EXPECT_TRUE(missing_money(pkr(0), causes).gone.empty());
    EXPECT_EQ(missing_money(pkr(0), causes).in_dispute, pkr(0));
    Money foreign{5, *Currency::parse("USD")};
    EXPECT_EQ(missing_money(pkr(100), {{{true, {}, foreign}, true}}).in_dispute, pkr(100)) << "nobody knows what it comes to";
}

}  // namespace
}  // namespace vitrine::payments::rules
