#include "app/selftest/stand.h"
#include "app/selftest/stands/served.h"
#include "io/crypto/digest.h"
#include "simulators/razorpay/service.h"
#include "simulators/razorpay/signature.h"

namespace vitrine::selftest {
namespace {

using simulators::razorpay::Object;
using simulators::razorpay::text_of;
constexpr auto secret = "razorpay_selftest";

class RazorpayStand final : public Stand {
public:
    RazorpayStand(Loop& loop, web::Client& web, std::uint64_t seed) : it_(loop, web, seed, {}, {}), served_(loop, &it_, simulators::razorpay::routes()) {
        it_.hold_ms = 1;
        it_.heard = [this](const simulators::Webhook& webhook) { told_.push_back({webhook.type, webhook.body}); };
    }

    std::string_view code() const override { return "razorpay"; }
    Currency currency() const override { return *Currency::parse("INR"); }
    void introduce(Config& config) const override {
        auto& settings = config.gateway_settings;
        settings["razorpay_api"] = served_.url();
        settings["razorpay_script"] = served_.url() + "/v1/checkout.js";
        settings["razorpay_key_id"] = it_.keys.id;
        settings["razorpay_key_secret"] = it_.keys.secret;
        settings["razorpay_webhook_secret"] = secret;
    }

    bool pay(const std::string& payment, Money, Paying how) override {
        auto order = order_of(payment);
        if (order.empty()) return false;
        if (how == Paying::another_amount) it_.faults.add({"payments.create", simulators::FaultKind::wrong_amount, 1, {}, {}});
        auto paid = it_.account.pay({.order = order, .method = "upi", .detail = "success@razorpay", .is_approved = how != Paying::declined});
        if (paid) answers_[payment] = checkout_answer(it_, *paid);
        return paid && how != Paying::declined;
    }
    shape::Fields brought_back(const std::string& payment) const override {
        auto found = answers_.find(payment);
        return found == answers_.end() ? shape::Fields{} : found->second;
    }
    std::vector<Message> take_news() override { return std::exchange(told_, {}); }
    http::Request posted(const Message& message, Instant, bool is_forged) const override {
        http::Request request{.method = http::Method::post, .target = "/webhooks/razorpay", .path = "/webhooks/razorpay", .body = message.body};
        request.headers = {{"x-razorpay-signature", simulators::razorpay::webhook_signature(is_forged ? "guessed" : secret, message.body)},
                           {"x-razorpay-event-id", "evt_" + crypto::hex(crypto::sha256(message.body)).substr(0, 14)}};
        return request;
    }

    Held held(const std::string& payment) const override {
        return sum([&](const Object& charge) { return receipt_of(text_of(charge, "order_id")) == payment; });
    }
    Held held_in_all() const override {
        return sum([](const Object&) { return true; });
    }
    simulators::Service* service() override { return &it_; }
    Task<void> close() override { return served_.close(); }

private:
    std::string order_of(const std::string& payment) const {
        for (const auto& id : it_.account.orders.order)
            if (receipt_of(id) == payment) return id;
        return {};
    }
    std::string receipt_of(const std::string& order) const {
        auto found = it_.account.orders.by_id.find(order);
        return found == it_.account.orders.by_id.end() ? std::string() : text_of(found->second, "receipt");
    }
    template <class Wanted>
    Held sum(Wanted is_wanted) const {
        Held held;
        for (const auto& [id, payment] : it_.account.payments.by_id) {
            if (!payment.at("captured").as_bool() || !is_wanted(payment)) continue;
            ++held.charges;
            held.taken += payment.at("amount").as_int64();
            held.given_back += payment.at("amount_refunded").as_int64();
        }
        return held;
    }

    simulators::razorpay::Razorpay it_;
    Served served_;
    std::vector<Message> told_;
    std::map<std::string, shape::Fields> answers_;
};

}  // namespace

std::unique_ptr<Stand> razorpay_stand(Loop& loop, web::Client& web, std::uint64_t seed) { return std::make_unique<RazorpayStand>(loop, web, seed); }

}  // namespace vitrine::selftest
