// The same story told to every gateway of the program. A new gateway joins by standing in gateways/list.cpp.
#include <gtest/gtest.h>

#include <algorithm>

#include "modules/payments/steps.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using test::Till;

/// Every way to pay has a currency that a payment of the story can be in.
Money price_for(const Gateway& gateway) {
    const auto& currencies = gateway.declaration().takes.currencies;
    return {160'000, currencies.empty() ? *Currency::parse("PKR") : currencies.front()};
}

TEST(every_gateway, is_found_by_its_code_and_declares_itself_in_full) {
    for (const auto* gateway : gateways()) {
        const auto& declared = gateway->declaration();
        EXPECT_EQ(find_gateway(gateway->code()), gateway);
        EXPECT_FALSE(declared.name.empty());
        EXPECT_FALSE(declared.description.empty());
        EXPECT_LE(declared.takes.least_minor, declared.takes.most_minor);
        for (const auto& setting : declared.settings) {
            EXPECT_TRUE(setting.name.starts_with(std::string(declared.code) + "_")) << setting.name;
            EXPECT_FALSE(setting.help.empty()) << setting.name;
            EXPECT_EQ(setting_fault(setting, setting.otherwise), std::nullopt) << setting.name;
            EXPECT_EQ(setting.kind == SettingKind::choice, !setting.choices.empty()) << setting.name;
        }
    }
    EXPECT_EQ(find_gateway("unheard_of"), nullptr);
}

TEST(every_gateway, is_offered_only_when_it_is_set_up_and_takes_the_money) {
    Config config;
    stores::Store store;
    store.currency = *Currency::parse("INR");
    for (const auto* gateway : gateways()) {
        auto reason = [&](Money amount) { return unfit_reason(config, *gateway, store, amount, "IN"); };
        const auto& declared = gateway->declaration();
        bool needs_setup = std::ranges::any_of(declared.settings, &Setting::is_required);
        if (needs_setup) EXPECT_TRUE(reason(price_for(*gateway))) << gateway->code();
        for (const auto& setting : declared.settings) config.gateway_settings[std::string(setting.name)] = setting.otherwise.empty() ? "x" : std::string(setting.otherwise);
        auto price = price_for(*gateway);
        EXPECT_TRUE(reason({0, price.currency})) << gateway->code();
        if (!declared.takes.currencies.empty()) EXPECT_TRUE(reason({160'000, *Currency::parse("XPF")})) << gateway->code();
        if (declared.takes.least_minor > 1) EXPECT_TRUE(reason({declared.takes.least_minor - 1, price.currency})) << gateway->code();
    }
}

// A gateway and a currency that do not belong together cannot be named in one breath.
TEST(tender, exists_only_for_a_currency_that_its_gateway_takes) {
    auto kwd = *Currency::parse("KWD");
    for (const auto* gateway : gateways()) {
        EXPECT_TRUE(Tender::of(gateway->code(), price_for(*gateway)));
        bool takes_any = gateway->declaration().takes.currencies.empty();
        EXPECT_EQ(Tender::of(gateway->code(), {100, kwd}).has_value(), takes_any) << gateway->code();
        EXPECT_FALSE(Tender::of(gateway->code(), {100, Currency{}})) << "no currency at all";
    }
    EXPECT_EQ(Tender::of("unheard_of", {100, kwd}).error().code, "payments.method_unavailable");
    static_assert(!std::is_default_constructible_v<Tender>);
    static_assert(!std::is_constructible_v<Tender, std::string, Money>);
}

TEST(every_gateway, starts_again_with_the_same_answer_and_ends_unpaid_when_cancelled) {
    for (const auto* gateway : gateways()) {
        if (gateway->can().pays_later) continue;  // nothing is cancelled that the buyer only promised: see cash_on_delivery_test
        Till till;
        auto payment = till.open(price_for(*gateway), std::string(gateway->code()));
        auto first = till.start(payment), second = till.start(payment);
        ASSERT_TRUE(first && second) << gateway->code();
        EXPECT_NE(first->kind, "none");
        EXPECT_EQ(to_json(*first), to_json(*second));
        EXPECT_EQ(till.verify(payment)->state, State::pending);
        for (int n = 0; n < 2; ++n) EXPECT_EQ(till.shop.run(cancel(till.shop.app, till.shop.ctx, payment))->state, State::cancelled);
        EXPECT_EQ(till.news("payments.failed", payment), 1);
        EXPECT_EQ(till.start(payment)->kind, "none");
        till.expect_sound();
    }
}

TEST(every_gateway, with_a_page_of_its_own_sends_browsers_there_and_takes_them_back) {
    for (const auto* gateway : gateways()) {
        Till till;
        auto payment = till.open(price_for(*gateway), std::string(gateway->code()));
        till.start(payment);
        auto next = till.shop.run(start_hosted(till.shop.app, till.shop.ctx, payment, {.base = "http://here"}));
        ASSERT_EQ(next.has_value(), gateway->can().hosted_page) << gateway->code();
        if (!next) EXPECT_EQ(next.error().code, "payments.no_hosted_page");
        if (next) EXPECT_EQ(next->kind, "redirect");
        auto again = till.shop.run(start_hosted(till.shop.app, till.shop.ctx, payment, {.base = "http://here"}));
        if (next) EXPECT_EQ(to_json(*again), to_json(*next));
    }
}

TEST(every_gateway, refuses_a_message_and_a_return_that_are_not_its_own) {
    Config config;
    for (const auto* gateway : gateways()) {
        Values values(config, nullptr, gateway->declaration().settings);
        auto read = gateway->read_webhook(values, {.body = "{}"}, clock_now());
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, "payments.signature_refused");
        auto returned = gateway->read_return(values, {{"paid", "yes"}});
        ASSERT_FALSE(returned);
        EXPECT_EQ(returned.error().code, "payments.return_refused");
    }
}

TEST(every_gateway, that_people_work_by_hand_says_so_when_asked_to_act) {
    Till till;
    for (const auto* gateway : gateways()) {
        if (gateway->can().refunds) continue;
        auto refunded = till.shop.run(gateway->refund(till.shop.app, till.shop.ctx, {}));
        ASSERT_FALSE(refunded);
        EXPECT_EQ(refunded.error().kind, GatewayFault::Kind::impossible);
    }
}

}  // namespace
}  // namespace vitrine::payments
