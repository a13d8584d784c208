#include "modules/catalog/life.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>

#include "core/ctx.h"

namespace vitrine::catalog {
namespace {

constexpr std::array all_states{Status::draft, Status::submitted, Status::approved, Status::rejected, Status::published, Status::archived};
constexpr std::array<std::string_view, 11> all_verbs{"submit", "withdraw", "approve", "reject", "revise", "publish", "withhold", "archive", "reopen", "delete", ""};

const std::map<std::string, std::vector<std::string>> roles{
    {"nobody", {}},
    {"reader", {"products:read"}},
    {"writer", {"products:read", "products:write"}},
    {"supplier", {"products:read", "products:submit"}},
    {"reviewer", {"products:read", "products:approve"}},
    {"manager", {"products:*"}},
    {"owner", {"*"}},
};
/// Written out a second time on purpose: a slip in the table or in the permissions shows as a difference.
const std::map<std::string, std::set<std::string>> verbs_of_role{
    {"nobody", {}}, {"reader", {}}, {"writer", {}},
    {"supplier", {"submit", "withdraw", "revise"}},
    {"reviewer", {"approve", "reject"}},
    {"manager", {"submit", "withdraw", "revise", "approve", "reject", "publish", "withhold", "archive", "reopen"}},
    {"owner", {"submit", "withdraw", "revise", "approve", "reject", "publish", "withhold", "archive", "reopen"}},
};
const std::map<std::string, std::string> expected_moves{
    {"draft submit", "submitted"},     {"draft archive", "archived"},      {"submitted withdraw", "draft"},   {"submitted approve", "approved"},
    {"submitted reject", "rejected"},  {"rejected revise", "draft"},       {"rejected archive", "archived"},  {"approved publish", "published"},
    {"approved archive", "archived"},  {"published withhold", "approved"}, {"published archive", "archived"}, {"archived reopen", "draft"},
};

TEST(product_life_cycle, allows_every_state_verb_and_role_exactly_as_written) {
    int allowed = 0;
    for (auto from : all_states)
        for (auto verb : all_verbs)
            for (const auto& [role, permissions] : roles) {
                Ctx ctx{.role = Role::staff, .actor = "key_1", .permissions = permissions};
                auto moved = move(from, verb, "because", ctx.may(permission_of(verb)));
                auto wanted = expected_moves.find(std::string(shape_name(from)) + " " + std::string(verb));
                bool should = wanted != expected_moves.end() && verbs_of_role.at(role).contains(std::string(verb));
                ASSERT_EQ(moved.has_value(), should) << role << ": " << shape_name(from) << " " << verb;
                if (moved) {
                    EXPECT_EQ(shape_name(*moved), wanted->second);
                    ++allowed;
                    continue;
                }
                EXPECT_TRUE(moved.error().code == "catalog.illegal_move" || moved.error().code == "catalog.move_forbidden" || permission_of(verb).empty());
            }
    EXPECT_EQ(allowed, 3 + 2 + 12 + 12) << "supplier, reviewer, manager and owner; everybody else moves nothing";
}

TEST(product_life_cycle, has_no_state_that_cannot_be_reached_or_left) {
    EXPECT_TRUE(product_life.unreachable(all_states).empty());
    for (auto state : all_states) EXPECT_FALSE(product_life.is_final(state)) << shape_name(state);
}

TEST(product_life_cycle, wants_a_reason_for_a_rejection_only) {
    EXPECT_EQ(move(Status::submitted, "reject", "", true).error().code, "catalog.reason_missing");
    EXPECT_TRUE(move(Status::submitted, "approve", "", true));
}

TEST(product_life_cycle, names_a_permission_for_every_verb_of_the_table) {
    for (const auto& each : product_life.moves) EXPECT_FALSE(permission_of(each.verb).empty()) << each.verb;
}

}  // namespace
}  // namespace vitrine::catalog
