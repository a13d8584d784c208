#pragma once
#include "io/http/routes.h"
#include "simulators/framework/service.h"
#include "simulators/razorpay/api.h"

namespace vitrine::simulators::razorpay {

/// The whole of the simulated Razorpay on one loop: API, browser script, hosted page, webhooks.
struct Razorpay : Service {
    Razorpay(Loop& loop, web::Client& web, std::uint64_t seed, Keys keys, WebhookOptions hooks);
    std::string state_json() const override;

    Keys keys;
    std::function<void(const Webhook&)> heard;   ///< told of every webhook before it is sent; may be empty
    Account account;
    Api api;
};

/// Its routes: `/v1/…`, `/v1/checkout.js`, `/_browser/…` and the control API, which also ends pending refunds (`POST /_control/refunds/{id}`) and
/// authorises failed payments late (`POST /_control/payments/{id}/late-authorization`).
std::vector<http::Route> routes();

/// What checkout gives the shop for a payment: its ids and their signature, or the error of a failed one.
shape::Fields checkout_answer(const Razorpay& razorpay, const Object& payment);

http::Response browser_script();
http::Response browser_file(std::string_view name);   ///< 404 when there is none
http::Response frame_page(const Object& order);
/// The hosted page's form; `fields` are those the shop posted, carried along.
http::Response hosted_page(const Object& order, const shape::Fields& fields);
/// The page that posts an answer back to the shop.
http::Response back_page(const std::string& callback_url, const shape::Fields& answer);

}  // namespace vitrine::simulators::razorpay
