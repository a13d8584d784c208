#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include <boost/json.hpp>

#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/razorpay_call.h"
#include "modules/payments/gateways/razorpay_truth.h"
#include "modules/payments/gateways/razorpay_webhook.h"

namespace vitrine::payments::providers {
namespace {

boost::json::object vectors() {
    std::ifstream file("tests/data/razorpay-signature-vectors.json");
    std::stringstream text;
    text << file.rdbuf();
    return boost::json::parse(text.str()).as_object();
}
std::string text(const boost::json::value& from, const char* name) { return std::string(from.at(name).as_string()); }

TEST(razorpay_payment_signature, agrees_with_the_official_sdk) {
    auto read = vectors();
    int orders = 0;
    for (const auto& c : read.at("payment").at("cases").as_array()) {
        const auto& params = c.at("params").as_object();
        if (!params.contains("order_id")) continue;  // subscriptions and payment links are not ways of ours
        ++orders;
        bool fits = razorpay_payment_fits(text(c, "signature"), text(c.at("params"), "order_id"), text(c.at("params"), "payment_id"), text(c, "secret"));
        EXPECT_EQ(fits, c.at("expect") == "accept") << c.at("name");
    }
    EXPECT_EQ(orders, 3);
}

TEST(razorpay_webhook_signature, agrees_with_the_official_sdk) {
    auto read = vectors();
    const auto& cases = read.at("webhook").at("cases").as_array();
    EXPECT_EQ(cases.size(), 4u);
    for (const auto& c : cases) EXPECT_EQ(razorpay_webhook_fits(text(c, "x_razorpay_signature"), text(c, "body_utf8"), text(c, "secret")), c.at("expect") == "accept") << c.at("name");
}

TEST(razorpay_webhook_signature, refuses_every_changed_byte_and_takes_either_secret_while_one_is_rolled) {
    auto read = vectors();
    const auto& c = read.at("webhook").at("cases").at(0);
    auto body = text(c, "body_utf8"), signature = text(c, "x_razorpay_signature"), secret = text(c, "secret");
    for (size_t i = 0; i < body.size(); ++i) {
        auto forged = body;
        forged[i] = char(forged[i] ^ 1);
        EXPECT_FALSE(razorpay_webhook_fits(signature, forged, secret));
    }
    EXPECT_TRUE(razorpay_webhook_fits(signature, body, "new," + secret));
    EXPECT_FALSE(razorpay_webhook_fits(signature, body, "new"));
    EXPECT_FALSE(razorpay_webhook_fits(signature, body, "")) << "without a secret nothing fits";
    EXPECT_FALSE(razorpay_webhook_fits("", body, secret));
}

TEST(razorpay_event, says_which_order_payment_and_refund_it_speaks_of) {
    auto paid = read_razorpay_event("evt1", R"({"event":"order.paid","payload":{"payment":{"entity":{"id":"pay_1","order_id":"order_1"}},"order":{"entity":{"id":"order_1","receipt":"pay_x","notes":{"store":"store_x"}}}}})");
    EXPECT_TRUE(paid.is_wanted);
    EXPECT_EQ(paid.id, "evt1");
    EXPECT_EQ(paid.reference, "order_1");
    EXPECT_EQ(paid.claimed_payment, "pay_x");
    EXPECT_EQ(paid.claimed_store, "store_x");
    auto refunded = read_razorpay_event("evt2", R"({"event":"refund.processed","payload":{"refund":{"entity":{"id":"rfnd_1","notes":{"refund":"ref_x"}}},"payment":{"entity":{"order_id":"order_1","notes":[]}}}})");
    EXPECT_TRUE(refunded.is_wanted);
    EXPECT_EQ(refunded.claimed_refund, "ref_x");
    EXPECT_FALSE(read_razorpay_event("evt3", R"({"event":"payment.downtime.started","payload":{}})").is_wanted);
    EXPECT_FALSE(read_razorpay_event("evt4", R"({"event":"payment.captured","payload":{}})").oddity.empty());
    EXPECT_FALSE(read_razorpay_event("evt5", "nonsense").oddity.empty());
    EXPECT_FALSE(read_razorpay_event("", R"({"event":"x"})").id.empty()) << "without its header an event is known by its bytes";
}

TEST(razorpay_return, is_believed_only_with_its_signature_and_a_failure_only_as_a_hint) {
    auto read = vectors();
    const auto& c = read.at("payment").at("cases").at(0);
    auto secret = text(c, "secret");
    shape::Fields good{{"razorpay_payment_id", text(c.at("params"), "payment_id")}, {"razorpay_order_id", text(c.at("params"), "order_id")}, {"razorpay_signature", text(c, "signature")}};
    auto hint = read_razorpay_return(good, secret);
    ASSERT_TRUE(hint);
    EXPECT_TRUE(hint->is_signed);
    EXPECT_EQ(hint->reference, text(c.at("params"), "order_id"));
    for (size_t n = 0; n < good.size(); ++n) {
        auto forged = good;
        forged[n].second += "x";
        EXPECT_FALSE(read_razorpay_return(forged, secret)) << forged[n].first;
        forged[n].second.clear();
        EXPECT_FALSE(read_razorpay_return(forged, secret)) << forged[n].first;
    }
    auto failed = read_razorpay_return({{"error[code]", "BAD_REQUEST_ERROR"}, {"error[description]", "Declined."}, {"error[metadata]", R"({"order_id":"order_1"})"}}, secret);
    ASSERT_TRUE(failed);
    EXPECT_FALSE(failed->is_signed);
    EXPECT_EQ(failed->reference, "order_1");
    EXPECT_EQ(failed->failure, "Declined.");
    EXPECT_FALSE(read_razorpay_return({}, secret));
}

TEST(razorpay_fault, takes_only_a_clear_no_for_a_no) {
    auto kind = [](int status, std::string_view description) {
        return razorpay_fault(status, R"({"error":{"code":"BAD_REQUEST_ERROR","description":")" + std::string(description) + "\"}}").kind;
    };
    using Kind = GatewayFault::Kind;
    EXPECT_EQ(kind(400, "Order amount less than minimum amount allowed"), Kind::refused);
    EXPECT_EQ(kind(400, "The id provided does not exist"), Kind::not_found);
    for (int status : {401, 403, 409, 429, 500, 502, 504}) EXPECT_EQ(kind(status, "no"), Kind::unknown) << status;
    EXPECT_EQ(razorpay_fault(500, "<html>").kind, Kind::unknown);
}

Truth only(std::string_view payments) {
    auto truths = truths_of_order("order_1", "", boost::json::parse(payments), *Currency::parse("INR"));
    EXPECT_EQ(truths.size(), 1u);
    return truths.at(0);
}

TEST(razorpay_truth, of_an_order_lists_its_money_and_keeps_it_open_while_there_is_none) {
    EXPECT_EQ(only(R"({"items":[]})").standing, Standing::open);
    auto failed = only(R"({"items":[{"id":"pay_1","status":"failed","amount":100,"currency":"INR","error_description":"Declined."}]})");
    EXPECT_EQ(failed.standing, Standing::open) << "a failed payment may yet be authorised, and the buyer may try again";
    EXPECT_EQ(failed.failure, "Declined.");
    EXPECT_EQ(failed.reference, "order_1");
    EXPECT_EQ(only(R"({"items":[{"id":"pay_1","status":"created","amount":100,"currency":"INR"}]})").standing, Standing::processing);
    EXPECT_EQ(only(R"({"items":[{"id":"pay_1","status":"refunded","captured":false,"amount":100,"currency":"INR"}]})").standing, Standing::open) << "never taken";
    auto two = truths_of_order("order_1", "", boost::json::parse(R"({"items":[
        {"id":"pay_2","status":"captured","captured":true,"amount":100,"currency":"INR","created_at":20},
        {"id":"pay_0","status":"failed","amount":100,"currency":"INR","created_at":5},
        {"id":"pay_1","status":"refunded","captured":true,"amount":100,"currency":"INR","created_at":10}]})"), *Currency::parse("INR"));
    ASSERT_EQ(two.size(), 2u);
    EXPECT_EQ(two[0].reference, "pay_1") << "the first that came pays the order";
    EXPECT_EQ(two[1].reference, "pay_2");
    EXPECT_EQ(two[1].received.minor, 100);
    EXPECT_THROW(only(R"({"items":[{"id":"pay_1","status":"frozen","amount":100,"currency":"INR"}]})"), std::runtime_error);
    EXPECT_THROW(only(R"({"items":[{"id":"pay_1","status":"captured","amount":1.5,"currency":"INR"}]})"), std::runtime_error);
}

}  // namespace
}  // namespace vitrine::payments::providers
