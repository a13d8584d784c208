#include "modules/returns/policy.h"

#include <gtest/gtest.h>

#include <set>

#include "app/preset.h"
#include "modules/shipping/couriers/shiprocket_request.h"
#include "tests/shop/shop.h"

namespace vitrine::returns {
namespace {

Currency inr() { return *Currency::parse("INR"); }

TEST(return_policy, of_every_preset_fits_and_names_categories_that_there_are) {
    for (const auto* name : {"diamonds", "ghee", "jewellery", "stationery"}) {
        SCOPED_TRACE(name);
        auto preset = app::read_preset("presets/" + std::string(name));
        ASSERT_TRUE(preset.returns && preset.recipe);
        auto policy = read_json<Policy>(*preset.returns);
        ASSERT_TRUE(policy) << policy.error().errors.at(0).pointer;
        EXPECT_TRUE(faults_of(*policy, preset.store.currency).empty());
        std::set<std::string> slugs;
        for (const auto& category : preset.recipe->categories) slugs.insert(category.slug);
        for (const auto& rule : policy->goods.value_or(std::vector<GoodsRule>{}))
            for (const auto& slug : rule.categories.value_or(std::vector<Slug>{})) EXPECT_TRUE(slugs.contains(slug.str())) << slug.str();
        for (const auto& reason : policy->reasons) EXPECT_TRUE(!reason.courier_words || shipping::providers::is_shiprocket_reason(reason.courier_words->str())) << reason.courier_words->str();
    }
}

TEST(return_policy, that_nobody_wrote_fits) {
    auto policy = usual_policy();
    EXPECT_TRUE(faults_of(policy, inr()).empty());
    for (const auto& reason : policy.reasons) EXPECT_TRUE(shipping::providers::is_shiprocket_reason(reason.courier_words->str())) << reason.courier_words->str();
    EXPECT_EQ(shipping::providers::shiprocket_return_reasons().size(), 44u);
}

TEST(return_policy, is_refused_where_it_makes_no_sense) {
    auto fault = [](auto change) {
        auto policy = usual_policy();
        change(policy);
        auto faults = faults_of(policy, inr());
        return faults.empty() ? std::string() : faults[0].pointer;
    };
    EXPECT_EQ(fault([](Policy& policy) { policy.reasons.clear(); }), "/reasons");
    EXPECT_EQ(fault([](Policy& policy) { policy.reasons.push_back(policy.reasons[0]); }), "/reasons/5/code");
    EXPECT_EQ(fault([](Policy& policy) { policy.pickup_fee = Money{100, *Currency::parse("PKR")}; }), "/pickup_fee/currency");
    EXPECT_EQ(fault([](Policy& policy) { policy.pickup_fee = Money{-1, inr()}; }), "/pickup_fee/minor");
    EXPECT_EQ(fault([](Policy& policy) { policy.goods = std::vector<GoodsRule>{{{}, {}, {}, {0}, *Text<1, 200>::parse("no")}}; }), "/goods/0");
}

TEST(return_policy, is_replaced_only_as_it_was_seen_and_seeded_only_once) {
    test::Shop shop;
    auto ctx = shop.ctx;
    ctx.role = Role::staff;
    auto first = shop.run(read_policy(shop.app, ctx));
    EXPECT_EQ(first->version, 0);
    auto policy = first->policy;
    policy.window_days = {30};
    auto saved = shop.run(set_policy(shop.app, ctx, 0, policy));
    ASSERT_TRUE(saved) << saved.error().code;
    EXPECT_EQ(shop.run(set_policy(shop.app, ctx, 0, policy)).error().code, "request.stale_version");
    EXPECT_FALSE(shop.run(seed(shop.floor.db, ctx, to_json(usual_policy())))) << "staff may have changed theirs";
    EXPECT_EQ(shop.run(read_policy(shop.app, ctx))->policy.window_days, 30);
    EXPECT_THROW(shop.run(seed(shop.floor.db, ctx, "{}")), std::runtime_error);
}

}  // namespace
}  // namespace vitrine::returns
