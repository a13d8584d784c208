#pragma once
#include "io/http/routes.h"
#include "simulators/framework/service.h"
#include "simulators/stripe/api.h"

namespace vitrine::simulators::stripe {

/// The whole of the simulated Stripe on one loop: API, browser script, hosted page, webhooks.
struct Stripe : Service {
    Stripe(Loop& loop, web::Client& web, std::uint64_t seed, WebhookOptions hooks);
    std::string state_json() const override;

    std::function<void(const Webhook&)> heard;   ///< told of every webhook before it is sent; may be empty
    Account account;
    Api api;
};

/// Its routes: `/v1/…`, `/v3/`, `/_browser/…`, `/c/pay/{id}` and the control API, which also says what banks and people decide:
/// `POST /_control/intents/{id}` (of processing ones: succeeded, failed; of uncaptured ones: lapsed), `/_control/refunds/{id}` (succeeded, failed),
/// `/_control/disputes/{id}` (won, lost), `/_control/reviews/{id}` (approved, refunded_as_fraud …), each with {"status": …}.
std::vector<http::Route> routes();

http::Response browser_script();
http::Response browser_file(std::string_view name);   ///< 404 when there is none
http::Response challenge_page(const std::string& intent);            ///< in a frame of Stripe.js
http::Response challenge_page_alone(const std::string& intent);      ///< a page of its own, which leads back to the shop
http::Response pay_page(const Object& session, const std::string& problem);
http::Response pay_challenge_page(const std::string& session);

}  // namespace vitrine::simulators::stripe
