#pragma once
#include <memory>

#include "io/http/server.h"
#include "modules/payments/api.h"
#include "simulators/easypaisa/service.h"

namespace vitrine::test {

/// The simulated Easypaisa on the test's own loop. Its IPNs are not sent but kept, to be handed in when the test says so; phones that have to be
/// answered by a person (numbers that end in 9) let the call go at once and the question wait.
class EasypaisaStand {
public:
    EasypaisaStand(Loop& loop, web::Client& web);
    ~EasypaisaStand();
    std::string url() const;
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

    http::Request message() const;      ///< the last IPN, as it would be sent
    http::Request message_about(const std::string& url) const;
    std::int64_t money_held() const;    ///< paid and not given back

    Duration ahead{0};                  ///< how far its clock is ahead of ours
    simulators::easypaisa::Easypaisa it;
    std::vector<simulators::Webhook> told;

private:
    Loop& loop_;
    std::unique_ptr<http::Router> router_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace vitrine::test
