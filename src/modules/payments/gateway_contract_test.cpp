// The same story told to every gateway of the program. A new gateway joins by standing in gateways/list.cpp.
#include <gtest/gtest.h>

#include "modules/payments/steps.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using test::Shop;
using test::Till;

TEST(every_gateway, is_found_by_its_code_and_shown_by_it) {
    for (const auto* gateway : gateways()) {
        EXPECT_EQ(find_gateway(gateway->code()), gateway);
        EXPECT_EQ(gateway->describe().code, gateway->code());
        EXPECT_FALSE(gateway->describe().name.empty());
    }
    EXPECT_EQ(find_gateway("unheard_of"), nullptr);
}

TEST(every_gateway, starts_again_with_the_same_answer_and_ends_unpaid_when_cancelled) {
    for (const auto* gateway : gateways()) {
        Till till;
        auto payment = till.open(Shop::rupees(1'600), std::string(gateway->code()));
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

TEST(every_gateway, refuses_a_message_without_a_signature) {
    Config config;
    for (const auto* gateway : gateways()) {
        auto read = gateway->read_webhook(config, {.body = "{}"}, clock_now());
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, "payments.signature_refused");
    }
}

TEST(every_gateway, that_people_work_by_hand_says_so_when_asked_to_act) {
    Till till;
    for (const auto* gateway : gateways()) {
        if (gateway->can_refund()) continue;
        auto refunded = till.shop.run(gateway->refund(till.shop.app, till.shop.ctx, {}));
        ASSERT_FALSE(refunded);
        EXPECT_EQ(refunded.error().kind, GatewayFault::Kind::impossible);
    }
}

}  // namespace
}  // namespace vitrine::payments
