#include "tests/shop/razorpay_stand.h"

#include <algorithm>

#include "io/crypto/digest.h"
#include "simulators/razorpay/signature.h"

namespace vitrine::test {

std::string RazorpayStand::order_of(const std::string& payment) const {
    for (const auto& id : it.account.orders.order)
        if (simulators::razorpay::text_of(it.account.orders.by_id.at(id), "receipt") == payment) return id;
    return {};
}

std::int64_t RazorpayStand::orders_of(const std::string& payment) const {
    return std::ranges::count_if(it.account.orders.by_id, [&](const auto& order) { return simulators::razorpay::text_of(order.second, "receipt") == payment; });
}

shape::Fields RazorpayStand::pay(const std::string& payment, bool is_approved, std::string method) {
    auto paid = it.account.pay({.order = order_of(payment), .method = std::move(method), .detail = "success@razorpay", .is_approved = is_approved});
    if (!paid) throw std::logic_error(paid.error().description);
    return checkout_answer(it, *paid);
}

std::string RazorpayStand::last_payment() const { return it.account.payments.order.back(); }

http::Request RazorpayStand::message(const std::string& event) const {
    const auto& last = last_told(event);
    return razorpay_message("evt_" + crypto::hex(crypto::sha256(last.body)).substr(0, 14), last.body);
}

std::int64_t RazorpayStand::money_held() const {
    std::int64_t held = 0;
    for (const auto& [id, payment] : it.account.payments.by_id)
        if (payment.at("captured").as_bool()) held += payment.at("amount").as_int64();
    for (const auto& [id, refund] : it.account.refunds.by_id)
        if (refund.at("status") != "failed") held -= refund.at("amount").as_int64();
    return held;
}

http::Request razorpay_message(const std::string& event_id, const std::string& body, std::string_view secret) {
    http::Request request{.method = http::Method::post, .path = "/webhooks/razorpay", .body = body};
    request.headers = {{"x-razorpay-signature", simulators::razorpay::webhook_signature(secret, body)}, {"x-razorpay-event-id", event_id}};
    return request;
}

}  // namespace vitrine::test
