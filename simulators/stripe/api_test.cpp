#include "simulators/stripe/api.h"

#include <gtest/gtest.h>

#include "simulators/stripe/signature.h"

namespace vitrine::simulators::stripe {
namespace {

class stripe_simulator : public testing::Test {
protected:
    Reply post(std::string path, shape::Fields fields, std::string key = {}, std::string authorization = "Bearer sk_test_1") {
        std::string raw;
        for (const auto& [name, value] : fields) raw += name + "=" + value + "&";
        return api.answer({"POST", std::move(path), std::move(authorization), std::move(key), std::move(raw), "http://here", Params(std::move(fields))});
    }
    std::string new_intent(shape::Fields more = {}) {
        more.insert(more.end(), {{"amount", "5000"}, {"currency", "usd"}});
        return std::string(post("/v1/payment_intents", more).body.at("id").as_string());
    }
    static std::string error_code(const Reply& reply) { return std::string(reply.body.at("error").at("code").as_string()); }

    Ids ids{7};
    std::vector<std::string> told;
    FaultBook faults;
    Account account{ids, [] { return Instant{}; }, faults, [this](const Object& event) { told.emplace_back(event.at("type").as_string()); }};
    Api api{account, ids};
};

TEST_F(stripe_simulator, captures_an_approved_card_and_tells_of_it) {
    auto reply = post("/v1/payment_intents/" + new_intent() + "/confirm", {{"payment_method", "pm_card_visa"}});
    EXPECT_EQ(reply.body.at("status"), "succeeded");
    EXPECT_EQ(told, (std::vector<std::string>{"payment_intent.created", "charge.succeeded", "payment_intent.succeeded"}));
}

TEST_F(stripe_simulator, answers_402_for_a_declined_card) {
    auto reply = post("/v1/payment_intents/" + new_intent() + "/confirm", {{"payment_method", "pm_card_chargeDeclined"}});
    EXPECT_EQ(reply.status, 402);
    EXPECT_EQ(error_code(reply), "card_declined");
}

TEST_F(stripe_simulator, asks_for_a_challenge_and_lets_it_fail) {
    auto id = new_intent();
    EXPECT_EQ(post("/v1/payment_intents/" + id + "/confirm", {{"payment_method", "pm_card_authenticationRequired"}}).body.at("status"), "requires_action");
    EXPECT_EQ(account.end_challenge(id, false)->at("status"), "requires_payment_method");
    EXPECT_FALSE(account.end_challenge(id, true));
}

TEST_F(stripe_simulator, replays_a_key_and_refuses_it_for_other_parameters) {
    auto first = post("/v1/payment_intents", {{"amount", "5000"}, {"currency", "usd"}}, "k");
    auto again = post("/v1/payment_intents", {{"amount", "5000"}, {"currency", "usd"}}, "k");
    EXPECT_TRUE(again.is_replay);
    EXPECT_EQ(again.body, first.body);
    auto other = post("/v1/payment_intents", {{"amount", "6000"}, {"currency", "usd"}}, "k");
    EXPECT_EQ(other.status, 400);
    EXPECT_EQ(other.body.at("error").at("type"), "idempotency_error");
}

TEST_F(stripe_simulator, lets_a_refused_key_be_used_again) {
    EXPECT_EQ(post("/v1/payment_intents", {{"amount", "x"}, {"currency", "usd"}}, "k").status, 400);
    EXPECT_EQ(post("/v1/payment_intents", {{"amount", "5000"}, {"currency", "usd"}}, "k").status, 200);
}

TEST_F(stripe_simulator, refunds_in_parts_but_never_more_than_was_paid) {
    auto id = new_intent({{"payment_method", "pm_card_visa"}, {"confirm", "true"}});
    EXPECT_EQ(post("/v1/refunds", {{"payment_intent", id}, {"amount", "2000"}}).status, 200);
    EXPECT_EQ(post("/v1/refunds", {{"payment_intent", id}, {"amount", "3001"}}).status, 400);
    EXPECT_EQ(post("/v1/refunds", {{"payment_intent", id}}).body.at("amount"), 3000);
    EXPECT_EQ(error_code(post("/v1/refunds", {{"payment_intent", id}})), "charge_already_refunded");
}

TEST_F(stripe_simulator, lets_a_publishable_key_do_nothing_without_the_client_secret) {
    auto id = new_intent();
    auto confirm = "/v1/payment_intents/" + id + "/confirm";
    EXPECT_EQ(post(confirm, {{"key", "pk_test_1"}, {"payment_method", "pm_card_visa"}}, "", "").status, 400);
    EXPECT_EQ(post("/v1/refunds", {{"key", "pk_test_1"}, {"payment_intent", id}}, "", "").status, 403);
    auto secret = std::string(account.intents.find(id)->at("client_secret").as_string());
    EXPECT_EQ(post(confirm, {{"key", "pk_test_1"}, {"client_secret", secret}, {"payment_method", "pm_card_visa"}}, "", "").status, 200);
}

TEST_F(stripe_simulator, takes_the_key_as_basic_user_too) { EXPECT_EQ(post("/v1/payment_intents", {{"amount", "5000"}, {"currency", "usd"}}, "", "Basic c2tfdGVzdF8xOg==").status, 200); }

TEST_F(stripe_simulator, refuses_three_decimal_amounts_that_do_not_end_in_zero) {
    EXPECT_EQ(post("/v1/payment_intents", {{"amount", "5124"}, {"currency", "kwd"}}).status, 400);
    EXPECT_EQ(post("/v1/payment_intents", {{"amount", "5120"}, {"currency", "kwd"}}).status, 200);
}

TEST_F(stripe_simulator, pays_a_session_with_an_intent_that_bears_its_metadata) {
    auto session = post("/v1/checkout/sessions", {{"mode", "payment"}, {"success_url", "http://shop/back"}, {"line_items[0][quantity]", "1"}, {"line_items[0][price_data][currency]", "inr"},
                                                  {"line_items[0][price_data][unit_amount]", "5000"}, {"metadata[payment]", "pay_1"}, {"payment_intent_data[metadata][payment]", "pay_1"}});
    ASSERT_EQ(session.status, 200);
    auto id = std::string(session.body.at("id").as_string());
    EXPECT_FALSE(account.pay_session(id, "4000000000000002")) << "declined: the page stays open";
    ASSERT_TRUE(account.pay_session(id, "4242424242424242"));
    auto paid = account.find(account.sessions, id, Params({{"expand[]", "payment_intent"}}));
    EXPECT_EQ(paid->at("payment_status"), "paid");
    EXPECT_EQ(paid->at("payment_intent").at("metadata").at("payment"), "pay_1");
    EXPECT_EQ(paid->at("payment_intent").at("amount_received"), 5'000);
    EXPECT_EQ(post("/v1/checkout/sessions/" + id + "/expire", {}).status, 400) << "too late";
}

TEST(stripe_signature, agrees_with_the_official_library) {
    constexpr auto body = R"({"id":"evt_vec_0001","object":"event","type":"payment_intent.succeeded","data":{"object":{"id":"pi_vec_0001","object":"payment_intent","amount":129900,"currency":"inr","status":"succeeded"}}})";
    EXPECT_EQ(signature_header("whsec_vectorSecretAAAAAAAAAAAAAAAAAAAAAA", 1'767'225'600, body), "t=1767225600,v1=62ebec88c0809193f74edfeb5a8b083aec38588b9a180e8f1a99f7e945946cdd");
}

}  // namespace
}  // namespace vitrine::simulators::stripe
