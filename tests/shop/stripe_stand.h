#pragma once
#include "simulators/stripe/service.h"
#include "tests/shop/provider_stand.h"
#include "tests/shop/till.h"

namespace vitrine::test {

/// The simulated Stripe.
class StripeStand : public ProviderStand<simulators::stripe::Stripe> {
public:
    StripeStand(Loop& loop, web::Client& web) : ProviderStand(loop, web, simulators::stripe::routes(), simulators::WebhookOptions{}) {}

    /// The intent whose metadata names this payment; of several the newest.
    simulators::stripe::Object& intent_of(payments::PaymentId payment);
    std::string id_of(payments::PaymentId payment) { return std::string(intent_of(payment).at("id").as_string()); }
    /// The shopper confirms with a card; gives the status afterwards.
    std::string pay(payments::PaymentId payment, std::string card = "4242424242424242");
    std::string end_challenge(payments::PaymentId payment, bool is_passed);
    /// The last message of this kind, signed as it would be sent.
    http::Request message(const std::string& kind, Instant now, std::string_view secret = ScriptedStripe::webhook_secret) const;
    std::int64_t money_held() const;    ///< captured, not given back and not taken away
};

/// A till whose card payments go to the simulated Stripe, with the settings of the store's account.
///
///     Counter counter({{"stripe_capture", "manual"}});
///     auto payment = counter.started();
///     counter.stripe.pay(payment);
///     counter.hear("payment_intent.amount_capturable_updated");
struct Counter {
    explicit Counter(std::map<std::string, std::string> settings = {});
    payments::PaymentId started(Money amount = Shop::rupees(1'600));
    int hear(const std::string& kind);          ///< hands the last message of this kind in, and works
    /// Asks a route of the module as staff; the status and body of its answer.
    std::pair<int, std::string> staff(http::Method method, std::string target, std::string body = {});
    std::string first(const std::string& target, const std::string& member);   ///< of the first item of a list that staff asks for
    void expect_sound();

    Till till;
    StripeStand stripe;
};

}  // namespace vitrine::test
