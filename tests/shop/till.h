#pragma once
#include "modules/payments/gateway.h"
#include "tests/shop/easypaisa_stand.h"
#include "tests/shop/jazzcash_stand.h"
#include "tests/shop/razorpay_stand.h"
#include "tests/shop/scripted_stripe.h"
#include "tests/shop/shop.h"

namespace vitrine::test {

/// A shop whose card payments go to a scripted Stripe and whose rupee payments go to a simulated Razorpay or JazzCash; builders for payments of orders that exist by name only.
///
///     Till till;
///     auto payment = till.started();
///     till.stripe.pay(till.intent_of(payment));
///     till.deliver(payment, "payment_intent.succeeded");
class Till {
public:
    explicit Till(int connections = 8);

    payments::PaymentId open(Money amount = Shop::rupees(1'600), std::string method = "stripe", std::string order = "", std::optional<Instant> pay_by = {});
    static Money inr(std::int64_t whole) { return {whole * 100, *Currency::parse("INR")}; }
    payments::PaymentId started(Money amount = Shop::rupees(1'600), std::string order = "");
    Result<payments::Next> start(payments::PaymentId payment, payments::Answers answers = {}) {
        return shop.run(payments::start(shop.app, shop.ctx, payment, {.answers = std::move(answers)}));
    }
    Result<payments::PaymentView> verify(payments::PaymentId payment) { return shop.run(payments::verify(shop.app, shop.ctx, payment)); }
    const std::string& intent_of(payments::PaymentId payment) const { return stripe.of_payment(payment.text())->id; }

    int post(http::Request request);                       ///< to the webhook route; the status of its answer
    /// Posts an event about the payment's intent as it stands now; nothing is worked yet. The same `event` twice is one event sent twice.
    int hand_in(payments::PaymentId payment, const std::string& type, const std::string& event);
    void deliver(payments::PaymentId payment, const std::string& type);   ///< a new event, handed in and worked
    void work(Duration later = Duration(0)) { shop.run_due_jobs(shop.ctx.now + later); }

    payments::Charge charge(payments::PaymentId payment);   ///< as its gateway is told of it
    std::string state(payments::PaymentId payment);
    std::int64_t account(const std::string& name);         ///< its balance in the ledger
    std::int64_t news(const std::string& name, payments::PaymentId payment);
    std::int64_t receipts(const std::string& use);         ///< how many
    /// What must hold whenever everything has been worked: books in balance, and the money at the gateway is the money in our books. `kept_minor` is surplus
    /// that waits for a person, because its gateway cannot give it back.
    void expect_sound(std::int64_t kept_minor = 0);

    Shop shop;
    ScriptedStripe stripe;
    RazorpayStand razorpay;
    JazzcashStand jazzcash;
    EasypaisaStand easypaisa;
    std::int64_t next_order = 0, next_event = 0;
};

}  // namespace vitrine::test
