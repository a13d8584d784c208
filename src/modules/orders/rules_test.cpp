#include "modules/orders/rules.h"

#include <gtest/gtest.h>

namespace vitrine::orders::rules {
namespace {

std::vector<State> all_states() {
    std::vector<State> states;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>([&](auto e) { states.push_back(e.value); });
    return states;
}

TEST(order_life, reaches_every_state_and_ends_only_where_it_should) {
    EXPECT_TRUE(life.unreachable(all_states()).empty());
    for (auto state : all_states()) EXPECT_EQ(life.is_final(state), state == State::cancelled || state == State::refunded) << shape_name(state);
}

// Every verb on every state: allowed exactly where the table has a row.
TEST(order_life, refuses_every_move_that_is_not_in_the_table) {
    for (auto state : all_states())
        for (const auto& move : life.moves) {
            auto next = next_state(state, move.verb);
            bool listed = life.find(state, move.verb) != nullptr;
            EXPECT_EQ(next.has_value(), listed) << shape_name(state) << " " << move.verb;
            if (!next) EXPECT_EQ(next.error().code, "orders.illegal_move");
        }
}

TEST(order_life, never_goes_back_to_waiting_for_money) {
    for (auto state : all_states()) EXPECT_FALSE(life.allows(state, State::pending_payment));
}

}  // namespace
}  // namespace vitrine::orders::rules
