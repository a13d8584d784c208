#pragma once
// Stories whose steps race: the same steps, told in every order that can happen.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "tests/shop/till.h"

namespace vitrine::test {

/// Calls `tell(steps)` for every order of `steps` (a letter each) that is possible, or for every n-th of them; stops at the first that fails hard. Gives how many were told.
template <class IsPossible, class Tell>
std::int64_t tell_in_all_orders(std::string steps, int every_nth, IsPossible is_possible, Tell tell) {
    std::ranges::sort(steps);
    std::int64_t told = 0;
    int n = 0;
    do {
        if (!is_possible(steps) || n++ % every_nth) continue;
        tell(steps);
        ++told;
    } while (!testing::Test::HasFatalFailure() && std::ranges::next_permutation(steps).found);
    return told;
}

/// Whether every letter of `later` comes after the first of `earlier`.
inline bool comes_after(const std::string& steps, std::string_view later, std::string_view earlier) {
    return steps.substr(0, steps.find_first_of(earlier)).find_first_of(later) == std::string::npos;
}

/// What must hold after each story: one capture, told once.
inline void expect_one_capture(Till& till, payments::PaymentId payment, const std::string& story) {
    ASSERT_EQ(till.state(payment), "succeeded") << story;
    ASSERT_EQ(till.news("payments.succeeded", payment), 1) << story;
    ASSERT_EQ(till.news("payments.failed", payment), 0) << story;
}

/// And after all of them, each of the same price: as much money as stories, nothing left over.
inline void expect_captures(Till& till, std::int64_t stories, std::int64_t price_minor) {
    EXPECT_EQ(till.receipts("order"), stories);
    EXPECT_EQ(till.receipts("surplus"), 0);
    EXPECT_EQ(till.account("receivable"), -stories * price_minor);
    till.expect_sound();
}

}  // namespace vitrine::test
