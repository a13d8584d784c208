#pragma once
#include <memory>

#include "io/http/server.h"
#include "simulators/razorpay/service.h"

namespace vitrine::test {

/// The simulated Razorpay on the test's own loop. Its webhooks are not sent but kept, to be handed in when the test says so.
class RazorpayStand {
public:
    static constexpr std::string_view webhook_secret = "razorpay_webhook_secret_1";

    RazorpayStand(Loop& loop, web::Client& web);
    ~RazorpayStand();
    std::string url() const;

    /// The order whose receipt is this payment's id; empty when there is none.
    std::string order_of(const std::string& payment) const;
    std::int64_t orders_of(const std::string& payment) const;
    /// The shopper pays in checkout; gives what checkout hands to the shop.
    shape::Fields pay(const std::string& payment, bool is_approved = true, std::string method = "upi");
    std::string last_payment() const;   ///< its id
    /// The last message of this event, signed as it would be sent.
    http::Request message(const std::string& event) const;
    std::int64_t money_held() const;    ///< captured and not given back

    simulators::razorpay::Razorpay it;
    std::vector<simulators::Webhook> told;

private:
    Loop& loop_;
    std::unique_ptr<http::Router> router_;
    std::unique_ptr<http::Server> server_;
};

/// A signed webhook as it comes in.
http::Request razorpay_message(const std::string& event_id, const std::string& body, std::string_view secret = RazorpayStand::webhook_secret);

}  // namespace vitrine::test
