#include "app/selftest/stand.h"
#include "app/selftest/stands/served.h"
#include "simulators/stripe/service.h"
#include "simulators/stripe/signature.h"

namespace vitrine::selftest {
namespace {

using simulators::stripe::Object;
using simulators::stripe::Params;
constexpr auto secret = "whsec_selftest";

std::string text_of(const Object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string payment_of(const Object& object) { return text_of(object.at("metadata").as_object(), "payment"); }

class StripeStand final : public Stand {
public:
    StripeStand(Loop& loop, web::Client& web, std::uint64_t seed) : it_(loop, web, seed, {}), served_(loop, &it_, simulators::stripe::routes()) { it_.hold_ms = 1; }

    std::string_view code() const override { return "stripe"; }
    Currency currency() const override { return *Currency::parse("PKR"); }
    void introduce(Config& config) const override {
        auto& settings = config.gateway_settings;
        settings["stripe_api"] = served_.url();
        settings["stripe_script"] = served_.url() + "/v3/";
        settings["stripe_secret_key"] = "sk_test_selftest";
        settings["stripe_publishable_key"] = "pk_test_selftest";
        settings["stripe_webhook_secret"] = secret;
    }

    bool pay(const std::string& payment, Money, Paying how) override {
        auto* intent = intent_of(payment);
        if (!intent) return false;
        auto id = text_of(*intent, "id");
        if (how == Paying::another_amount) (*intent)["amount"] = intent->at("amount").as_int64() + 100;
        auto done = it_.account.confirm_intent(id, Params({{"payment_method", how == Paying::declined ? "pm_card_chargeDeclined" : "pm_card_visa"}}));
        return done.has_value();
    }
    shape::Fields brought_back(const std::string& payment) const override {
        const auto* intent = intent_of(payment);
        return intent ? shape::Fields{{"payment_intent", text_of(*intent, "id")}, {"redirect_status", "succeeded"}} : shape::Fields{};
    }
    std::vector<Message> take_news() override {
        std::vector<Message> out;
        const auto& order = it_.account.events.order;
        for (; told_ < order.size(); ++told_) {
            const auto& event = it_.account.events.by_id.at(order[told_]);
            out.push_back({text_of(event, "type"), boost::json::serialize(event)});
        }
        return out;
    }
    http::Request posted(const Message& message, Instant now, bool is_forged) const override {
        auto at = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
        http::Request request{.method = http::Method::post, .target = "/webhooks/stripe", .path = "/webhooks/stripe", .body = message.body};
        request.headers = {{"stripe-signature", simulators::stripe::signature_header(is_forged ? "whsec_guessed" : secret, at, message.body)}};
        return request;
    }
    bool signatures_expire() const override { return true; }

    Held held(const std::string& payment) const override {
        return sum([&](const Object& charge) { return payment_of(charge) == payment; });
    }
    Held held_in_all() const override {
        return sum([](const Object&) { return true; });
    }
    simulators::Service* service() override { return &it_; }
    Task<void> close() override { return served_.close(); }

private:
    Object* intent_of(const std::string& payment) const {
        for (auto& [id, intent] : it_.account.intents.by_id)
            if (payment_of(intent) == payment) return &intent;
        return nullptr;
    }
    template <class Wanted>
    Held sum(Wanted is_wanted) const {
        Held held;
        for (const auto& [id, charge] : it_.account.charges.by_id) {
            if (!charge.at("captured").as_bool() || !is_wanted(charge)) continue;
            ++held.charges;
            held.taken += charge.at("amount_captured").as_int64();
            held.given_back += charge.at("amount_refunded").as_int64();
        }
        return held;
    }

    mutable simulators::stripe::Stripe it_;   // looking for an intent changes nothing
    Served served_;
    size_t told_ = 0;
};

}  // namespace

std::unique_ptr<Stand> stripe_stand(Loop& loop, web::Client& web, std::uint64_t seed) { return std::make_unique<StripeStand>(loop, web, seed); }

}  // namespace vitrine::selftest
