#pragma once
#include "simulators/razorpay/service.h"
#include "tests/shop/provider_stand.h"

namespace vitrine::test {

/// The simulated Razorpay.
class RazorpayStand : public ProviderStand<simulators::razorpay::Razorpay> {
public:
    static constexpr std::string_view webhook_secret = "razorpay_webhook_secret_1";

    RazorpayStand(Loop& loop, web::Client& web) : ProviderStand(loop, web, simulators::razorpay::routes(), simulators::razorpay::Keys{}, simulators::WebhookOptions{}) {}

    /// The order whose receipt is this payment's id; empty when there is none.
    std::string order_of(const std::string& payment) const;
    std::int64_t orders_of(const std::string& payment) const;
    /// The shopper pays in checkout; gives what checkout hands to the shop.
    shape::Fields pay(const std::string& payment, bool is_approved = true, std::string method = "upi");
    std::string last_payment() const;   ///< its id
    /// The last message of this event, signed as it would be sent.
    http::Request message(const std::string& event) const;
    std::int64_t money_held() const;    ///< captured and not given back
};

/// A signed webhook as it comes in.
http::Request razorpay_message(const std::string& event_id, const std::string& body, std::string_view secret = RazorpayStand::webhook_secret);

}  // namespace vitrine::test
