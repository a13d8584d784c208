#include "modules/suppliers/rules.h"

#include <gtest/gtest.h>

namespace vitrine::suppliers::rules {
namespace {

std::vector<std::string> codes(const RunCounts& counts, const Guards& guards = {}) {
    std::vector<std::string> out;
    for (const auto& stop : stops_of(counts, guards)) out.push_back(stop.code);
    return out;
}

TEST(supplier_guards, stop_when_too_much_vanishes) {
    RunCounts counts{.rows = 80, .unchanged = 80, .gone = 20, .listed_before = 100};
    EXPECT_TRUE(codes(counts).empty());
    counts.gone = 21;
    EXPECT_EQ(codes(counts), std::vector<std::string>{"vanishing"});
    EXPECT_TRUE(codes(counts, {.vanish_percent = Whole<0, 100>{21}}).empty());
    counts.gone = 1;
    EXPECT_EQ(codes(counts, {.vanish_percent = Whole<0, 100>{0}}), std::vector<std::string>{"vanishing"});
}

TEST(supplier_guards, stop_at_an_empty_file_and_at_one_full_of_faults) {
    EXPECT_EQ(codes({}), std::vector<std::string>{"empty"});
    EXPECT_TRUE(codes({.rows = 10, .faulty = 3, .new_rows = 7}).empty());
    EXPECT_EQ(codes({.rows = 10, .faulty = 4, .new_rows = 6}), std::vector<std::string>{"faulty"});
}

TEST(supplier_guards, stop_when_prices_jump_all_over) {
    EXPECT_TRUE(codes({.rows = 10, .changed = 2, .unchanged = 8, .jumps = 2}).empty());
    EXPECT_EQ(codes({.rows = 10, .changed = 3, .unchanged = 7, .jumps = 3}), std::vector<std::string>{"jumps"});
    EXPECT_FALSE(is_jump(100, 125, {}));
    EXPECT_TRUE(is_jump(100, 126, {}));
    EXPECT_TRUE(is_jump(100, 74, {}));
    EXPECT_FALSE(is_jump(100, 74, {.jump_percent = Whole<1, 1'000>{50}}));
}

TEST(best_offer, is_one_that_can_be_had_then_the_cheapest_then_the_preferred) {
    std::vector<Bid> bids{{100, 0, 1, "a", "1"}, {300, 1, 1, "b", "1"}, {200, 1, 9, "c", "1"}, {200, 1, 2, "d", "1"}};
    EXPECT_EQ(best_of(bids), 3u);
    bids.pop_back();
    EXPECT_EQ(best_of(bids), 2u);
    bids.pop_back();
    EXPECT_EQ(best_of(bids), 1u);
    bids.pop_back();
    EXPECT_EQ(best_of(bids), 0u);
}

TEST(supplier_run_life, reaches_every_state_and_leaves_no_ended_one) {
    std::array all{RunState::queued, RunState::fetching, RunState::checking, RunState::held, RunState::applying, RunState::applied, RunState::failed, RunState::cancelled};
    EXPECT_TRUE(run_life.unreachable(all).empty());
    for (auto state : {RunState::applied, RunState::failed, RunState::cancelled}) EXPECT_TRUE(run_life.is_final(state));
    EXPECT_FALSE(run_life.is_final(RunState::held));
}

}  // namespace
}  // namespace vitrine::suppliers::rules
