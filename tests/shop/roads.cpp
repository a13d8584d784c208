#include "tests/shop/roads.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace vitrine::test {
namespace {

bool is_possible(const Roads& roads) { return roads.steps.substr(0, roads.steps.find(roads.pays)).find_first_of(roads.afterwards) == std::string::npos; }

void tell_one(Till& till, const Roads& roads) {
    auto [payment, perform] = roads.begin();
    for (char step : roads.steps) perform(step);
    till.verify(payment);
    EXPECT_EQ(till.state(payment), "succeeded") << roads.steps;
    EXPECT_EQ(till.news("payments.succeeded", payment), 1) << roads.steps;
    EXPECT_EQ(till.news("payments.failed", payment), 0) << roads.steps;
}

}  // namespace

std::int64_t tell_all(Till& till, Roads roads) {
    std::ranges::sort(roads.steps);
    std::int64_t stories = 0;
    int n = 0;
    do {
        if (!is_possible(roads) || n++ % roads.every_nth) continue;
        tell_one(till, roads);
        ++stories;
        if (testing::Test::HasFailure()) break;  // the first story that fails says enough
    } while (std::ranges::next_permutation(roads.steps).found);
    EXPECT_EQ(till.receipts("order"), stories);
    EXPECT_EQ(till.receipts("surplus"), 0);
    EXPECT_EQ(till.account("receivable"), -stories * roads.price_minor);
    till.expect_sound();
    return stories;
}

}  // namespace vitrine::test
