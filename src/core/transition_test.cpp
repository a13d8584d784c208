#include "core/transition.h"

#include <gtest/gtest.h>

#include "core/shape.h"

namespace vitrine::shop_of_tests {

enum class Lamp { off, on, broken, lost };
SHAPE_ENUM(Lamp, off, on, broken, lost)

}  // namespace vitrine::shop_of_tests

namespace vitrine {
namespace {

using shop_of_tests::Lamp;

constexpr TransitionTable<Lamp, 4> lamps{
    "lamp",
    Lamp::off,
    {{{Lamp::off, "switch_on", Lamp::on}, {Lamp::on, "switch_off", Lamp::off}, {Lamp::on, "burn_out", Lamp::broken}, {Lamp::lost, "find", Lamp::off}}}};

static_assert(lamps.allows(Lamp::off, Lamp::on));
static_assert(!lamps.allows(Lamp::off, Lamp::broken), "what is not in the table is refused");
static_assert(!lamps.allows(Lamp::off, Lamp::off));

TEST(transitions, are_found_by_state_and_verb) {
    ASSERT_NE(lamps.find(Lamp::on, "burn_out"), nullptr);
    EXPECT_EQ(lamps.find(Lamp::on, "burn_out")->to, Lamp::broken);
    EXPECT_EQ(lamps.find(Lamp::off, "burn_out"), nullptr);
    EXPECT_EQ(lamps.from(Lamp::on).size(), 2u);
    EXPECT_TRUE(lamps.from(Lamp::broken).empty());
}

TEST(transitions, end_where_no_move_leads_on) {
    EXPECT_TRUE(lamps.is_final(Lamp::broken));
    EXPECT_FALSE(lamps.is_final(Lamp::on));
}

TEST(transitions, find_states_that_nothing_leads_to) {
    constexpr std::array all{Lamp::off, Lamp::on, Lamp::broken, Lamp::lost};
    EXPECT_EQ(lamps.unreachable(all), std::vector{Lamp::lost});
}

TEST(transitions, draw_themselves) {
    EXPECT_EQ(lamps.diagram(),
              "stateDiagram-v2\n    [*] --> off\n    off --> on: switch_on\n    on --> off: switch_off\n    on --> broken: burn_out\n    lost --> off: find\n");
}

}  // namespace
}  // namespace vitrine
