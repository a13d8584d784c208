// What Easypaisa tells by a GET that anybody could have sent: it makes us ask, is kept for a replay, and brings a reversal before a person.
#include <gtest/gtest.h>

#include <algorithm>

#include "modules/payments/gateways/easypaisa_request.h"
#include "modules/payments/operations.h"
#include "modules/payments/steps.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using test::Shop;
using test::Till;

const Answers by_page{{"way", "page"}};

PaymentId opened(Till& till) { return till.open(Shop::rupees(1'600), "easypaisa", "", till.shop.ctx.now + 30min); }

// Traps 36 and 37 as far as an unsigned message goes: it makes us ask, and fills no table when it is not about us.
TEST(easypaisa_ipn, is_never_believed_by_itself) {
    Till till;
    auto payment = opened(till);
    till.start(payment, by_page);
    auto path = "/easypay-service/rest/v1/order-status/20102023/";
    auto reference = providers::easypaisa_reference(payment, 1), unknown = providers::easypaisa_reference(payment, 9);
    for (const auto& url : {"https://evil.example" + (path + reference), std::string("http://127.0.0.1/"), till.easypaisa.url() + path + "short", std::string()})
        EXPECT_EQ(till.post(till.easypaisa.message_about(url)), 400) << url;
    EXPECT_EQ(till.post(till.easypaisa.message_about(till.easypaisa.url() + path + unknown)), 200) << "an answer that tells nothing";
    EXPECT_EQ(till.shop.count("select count(*) from payments.webhook_inbox"), 0);
    for (int n = 0; n < 3; ++n) EXPECT_EQ(till.post(till.easypaisa.message_about("https://easypay.easypaisa.com.pk" + (path + reference))), 200);
    till.work();
    EXPECT_EQ(till.shop.count("select count(*) from payments.webhook_inbox"), 1) << "several within a minute are one";
    EXPECT_EQ(till.state(payment), "pending") << "the inquiry knows of no money";
    EXPECT_EQ(till.receipts("order"), 0);
    EXPECT_EQ(till.shop.count("select count(*) from jobs.jobs where state = 'parked'"), 0);
}

TEST(easypaisa_ipn, that_was_kept_is_known_when_it_is_replayed) {
    Till till;
    auto payment = opened(till);
    till.easypaisa.pay(*till.start(payment, by_page));
    EXPECT_EQ(till.post(till.easypaisa.message()), 200);
    till.work();
    EXPECT_EQ(till.state(payment), "succeeded");
    auto replayed = till.shop.run(replay_webhooks(till.shop.app, till.shop.ctx, {.times = 2}));
    EXPECT_EQ(replayed.known, 2) << to_json(replayed);
    EXPECT_EQ(replayed.refused, 0) << "what it says stands in the query";
    EXPECT_EQ(replayed.taken_as_new, 0);
    till.expect_sound();
}

// Easypaisa took money back that the books hold: a person has to look, once, whichever road saw it. What a person gave back is no news.
TEST(easypaisa_reversal, waits_for_a_person_unless_the_books_know) {
    for (auto [is_known, is_told] : {std::pair{false, false}, {false, true}, {true, false}, {true, true}}) {
        Till till;
        auto payment = opened(till);
        till.easypaisa.pay(*till.start(payment, by_page));
        EXPECT_EQ(till.verify(payment)->state, State::succeeded);
        if (is_known) {
            NewRefund all{.id = RefundId::next(till.shop.ctx.now), .payment = payment, .amount = Shop::rupees(1'600), .reason = "requested"};
            EXPECT_TRUE(till.shop.run(refund(till.shop.app, till.shop.ctx, all)));
        }
        EXPECT_TRUE(till.easypaisa.it.account.reverse(providers::easypaisa_reference(payment, 1)));
        if (is_told) EXPECT_EQ(till.post(till.easypaisa.message()), 200);
        till.work();
        for (int n = 0; n < 2; ++n) EXPECT_TRUE(till.verify(payment));
        EXPECT_EQ(till.state(payment), "succeeded") << "the books follow a person";
        EXPECT_EQ(till.shop.count("select count(*) from payments.webhook_inbox where state = 'quarantined'"), 0);
        EXPECT_EQ(till.shop.count("select count(*) from payments.fraud_warnings where kind = 'given_back' and is_open and amount = 160000"), is_known ? 0 : 1);
        EXPECT_EQ(till.news("payments.held", payment), is_known ? 0 : 1);
    }
}

}  // namespace
}  // namespace vitrine::payments
