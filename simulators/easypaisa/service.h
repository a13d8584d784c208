#pragma once
#include "io/http/routes.h"
#include "simulators/easypaisa/account.h"
#include "simulators/framework/service.h"

namespace vitrine::simulators::easypaisa {

/// The whole of the simulated Easypaisa on one loop: REST v4, hosted page in two steps, tokens, phones, IPN.
struct Easypaisa : Service {
    Easypaisa(Loop& loop, web::Client& web, std::uint64_t seed, Keys keys, WebhookOptions hooks, std::function<Instant()> clock = &clock_now);
    std::string state_json() const override;
    std::string control_html() const override;

    Keys keys;
    std::string base = "http://127.0.0.1:12114";   ///< where it can be reached; IPNs point there
    int phone_ms = 60'000;                         ///< how long a question waits on a phone
    std::function<void(const Webhook&)> heard;     ///< told of every IPN before it is sent; may be empty
    std::function<Instant()> clock;
    Account account;
};

/// Its routes: `/easypay/Index.jsf`, `/easypay/Confirm.jsf`, `/easypay-service/rest/v4/…`, `/_browser/…` and the control API, which also answers phones
/// (`POST /_control/phones`: order, answer), pays tokens at the shop (`POST /_control/tokens`: token) and gives money back (`POST /_control/reversals`: order).
/// Names of calls for faults: ma.initiate, otc.initiate, inquire, page.open, payments.pay, webhooks.ipn.
std::vector<http::Route> routes();

/// One call of the REST API: the operation's work and its JSON.
struct RestCall {
    std::string credentials;   ///< the header's value
    std::string body;
};
/// `order` is set to the id of a question that now waits on a phone.
http::Response initiate_ma(Easypaisa& easypaisa, const RestCall& call, std::string& order);
http::Response initiate_otc(Easypaisa& easypaisa, const RestCall& call);
http::Response inquire(Easypaisa& easypaisa, const RestCall& call);
http::Response order_answer(const Easypaisa& easypaisa, const Order& order, const std::string& code, const std::string& words);
http::Response api_failure(int status);

http::Response style_sheet();
/// Step 1; the form is what the shop posted.
http::Response open_page(Easypaisa& easypaisa, const Form& form);
http::Response confirm_page(Easypaisa& easypaisa, const Form& form);
/// Where a decision on the page leads.
http::Response decided(Easypaisa& easypaisa, const Form& form);

}  // namespace vitrine::simulators::easypaisa
