#pragma once
#include "modules/payments/api.h"
#include "simulators/easypaisa/service.h"
#include "tests/shop/provider_stand.h"

namespace vitrine::test {

/// The simulated Easypaisa. Phones that have to be answered by a person (numbers that end in 9) let the call go at once and the question wait.
class EasypaisaStand : public ProviderStand<simulators::easypaisa::Easypaisa> {
public:
    EasypaisaStand(Loop& loop, web::Client& web);
    std::map<std::string, std::string> settings() const;   ///< of a shop that uses this account

    /// The n-th order of a payment, as Easypaisa knows it; null when it does not.
    const simulators::easypaisa::Order* order(payments::PaymentId payment, int n = 1);
    /// The browser follows the form to the page, continues there, and gives the token it is sent back to the shop with.
    std::string enter(const payments::Next& next);
    /// The browser posts that token to step 2 and decides there; gives what it is sent back to the shop with.
    shape::Fields decide(const std::string& auth_token, bool is_approved = true);
    shape::Fields pay(const payments::Next& next, bool is_approved = true) { return decide(enter(next), is_approved); }
    bool answer_phone(payments::PaymentId payment, bool is_approved, int n = 1);
    bool pay_token(payments::PaymentId payment, int n = 1);

    http::Request message() const;      ///< the last IPN as it comes in
    static http::Request message_about(const std::string& url);
    std::int64_t money_held() const;    ///< paid and not given back

    Duration ahead{0};                  ///< how far its clock is ahead of ours
};

}  // namespace vitrine::test
