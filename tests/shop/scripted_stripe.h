#pragma once
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "io/http/server.h"
#include "io/loop.h"

namespace vitrine::test {

/// A PaymentIntent as the scripted Stripe keeps it.
struct Intent {
    std::string id, currency, status = "requires_payment_method";
    std::int64_t amount = 0, received = 0;
    std::map<std::string, std::string> metadata;
    std::string cancellation_reason, card_error;
    std::int64_t refunded = 0;
    std::string charge = "null";   ///< latest_charge as JSON
    std::string failed_charge;     ///< of the last decline
};

/// A small Stripe on loopback for tests that must decide what happens in every single call: PaymentIntents and refunds over HTTP on the test's own loop, with
/// idempotency keys as the real one keeps them. No timers, no webhooks of its own: the test pays, and sends what webhook() makes.
class ScriptedStripe {
public:
    explicit ScriptedStripe(Loop& loop);
    ~ScriptedStripe();
    std::string url() const;

    /// What goes wrong with one call.
    enum class Fault {
        none,
        error_before,   ///< 500, and nothing was done
        error_after,    ///< done, but the answer is a 500 that is not to be retried
        busy,           ///< 409: the same key is in flight; to be retried
        silence,        ///< done, but never answered
    };
    std::deque<Fault> faults;            ///< of the next calls; empty: none
    std::vector<std::string> calls;      ///< "POST /v1/payment_intents"
    std::map<std::string, Intent> intents;
    std::map<std::string, std::string> refunds;  ///< id to status
    std::string refund_status = "succeeded";     ///< of new refunds

    /// A Checkout Session: the page beside the intent, with an intent of its own once it is paid.
    struct Session {
        std::string id, status = "open", intent;
        std::string currency;
        std::int64_t amount = 0;
        std::map<std::string, std::string> metadata;
    };
    std::map<std::string, Session> sessions;
    Intent& pay_session(const std::string& session);                   ///< the buyer pays on Stripe's own page; gives the intent this makes

    bool pay(const std::string& intent);                               ///< the buyer's card is charged; false when the intent is closed
    void decline(const std::string& intent, std::string words);        ///< an attempt of its own each time
    /// The same with a card that Stripe tells of: `card` is payment_method_details.card as JSON.
    bool pay_with(const std::string& intent, const std::string& card);
    void authorize(const std::string& intent) { intents.at(intent).status = "requires_capture"; }
    Intent& only();                                                    ///< the one intent there is
    const Intent* of_payment(const std::string& payment) const;
    std::int64_t money_held() const;                                   ///< received minus refunded, over all intents

    static constexpr auto webhook_secret = "whsec_test";
    static std::string signature(const std::string& t, const std::string& body);   ///< the value of Stripe-Signature
    /// A signed event about an intent, as Stripe would post it.
    http::Request webhook(const std::string& event, const std::string& type, const Intent& intent, Instant now) const;

    http::Response handle(const http::Request& request);
    Fault next_fault();
    Task<void> stay_silent() const;      ///< for 20 s, or until this ends

private:
    Loop& loop_;
    bool is_ending_ = false;
    http::Response create_intent(const http::Request& request);
    http::Response on_intent(const http::Request& request, const std::string& id, const std::string& verb);
    http::Response create_refund(const http::Request& request);
    http::Response create_session(const http::Request& request);
    http::Response on_session(const std::string& id, bool expires);
    std::string session_text(const Session& session) const;

    std::map<std::string, http::Response> by_key_;
    int next_id_ = 0;
    std::unique_ptr<http::Router> router_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace vitrine::test
