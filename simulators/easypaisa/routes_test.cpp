#include <gtest/gtest.h>

#include <algorithm>

#include "simulators/easypaisa/service.h"

namespace vitrine::simulators::easypaisa {
namespace {

// Buyers type card numbers at the provider's page, and its references are long numbers: the shop's edge must not stand before it.
TEST(easypaisa_simulator, takes_what_our_edge_refuses) {
    auto all = routes();
    EXPECT_TRUE(std::ranges::any_of(all, [](const http::Route& route) { return route.pattern == "/easypay/Index.jsf"; }));
    for (const auto& route : all) {
        bool is_of_the_provider = !route.pattern.starts_with("/_control");
        if (is_of_the_provider) EXPECT_EQ(route.options.access, http::Access::signature) << route.pattern;
    }
}

}  // namespace
}  // namespace vitrine::simulators::easypaisa
