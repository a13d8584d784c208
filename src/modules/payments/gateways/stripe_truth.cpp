#include "modules/payments/gateways/stripe_truth.h"

#include <algorithm>

#include <boost/json.hpp>

#include "modules/payments/gateways/provider_call.h"
#include "modules/payments/gateways/stripe_card.h"

namespace vitrine::payments::providers {
namespace {

Currency read_currency(const shape::json::value& from) {
    auto code = text_at(from, "currency");
    std::ranges::transform(code, code.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    auto currency = Currency::parse(code);
    if (!currency) throw std::runtime_error("Stripe named a currency that cannot be read");
    return *currency;
}

Money read_money(const shape::json::value& from, std::string_view member) {
    auto amount = whole_at(from, member);
    if (!amount) throw std::runtime_error("Stripe named an amount that cannot be read");
    auto money = from_stripe_amount(*amount, read_currency(from));
    if (!money) throw std::runtime_error("Stripe named an amount that its currency cannot hold");
    return *money;
}

Standing standing_of(const std::string& status) {
    if (status == "succeeded") return Standing::succeeded;
    if (status == "canceled") return Standing::cancelled;
    if (status == "processing") return Standing::processing;
    if (status == "requires_capture") return Standing::authorized;
    if (status == "requires_payment_method" || status == "requires_confirmation" || status == "requires_action") return Standing::open;
    throw std::runtime_error("Stripe named a status we do not know");
}

/// payment_method_options.card or payment_method_details.card; null when it is not there.
const shape::json::value* card_of(const shape::json::value& from, std::string_view holder) {
    const auto* found = member_of(from, holder);
    return found ? member_of(*found, "card") : nullptr;
}

/// Whether the buyer's bank answers for the charge (docs.stripe.com/payments/3d-secure, field payment_method_details.card.three_d_secure.result).
bool is_authenticated(const shape::json::value* card) {
    const auto* secure = card ? member_of(*card, "three_d_secure") : nullptr;
    auto result = secure ? text_at(*secure, "result") : std::string();
    return result == "authenticated" || result == "attempt_acknowledged";
}

/// What stands on the charge, which must have been expanded: whether proof came where it was asked for, and until when it can be captured.
void read_charge(Truth& truth, const shape::json::value& intent) {
    constexpr std::chrono::seconds usual_window = std::chrono::days(7);
    bool has_money = truth.standing == Standing::succeeded || truth.standing == Standing::authorized;
    if (!has_money) return;
    const auto *asked = card_of(intent, "payment_method_options"), *charge = member_of(intent, "latest_charge");
    const auto* card = charge ? card_of(*charge, "payment_method_details") : nullptr;
    if (asked && text_at(*asked, "request_three_d_secure") == "challenge" && !is_authenticated(card)) truth.doubt = "no_three_d_secure";
    truth.waits_for_capture = truth.standing == Standing::authorized && text_at(intent, "capture_method") == "manual";
    if (!truth.waits_for_capture) return;
    auto until = card ? whole_at(*card, "capture_before") : std::nullopt;
    auto opened = whole_at(intent, "created");
    if (until) truth.capture_by = Instant(std::chrono::seconds(*until));
    else if (opened) truth.capture_by = Instant(std::chrono::seconds(*opened) + usual_window);
}

}  // namespace

Currency stripe_currency(const shape::json::value& from) { return read_currency(from); }
Money stripe_money(const shape::json::value& from, std::string_view member) { return read_money(from, member); }

bool is_session(std::string_view reference) { return reference.starts_with("cs_"); }

std::string stripe_path(const std::string& reference) { return (is_session(reference) ? "/v1/checkout/sessions/" : "/v1/payment_intents/") + http::percent_encode(reference); }

Truth truth_of_intent(const shape::json::value& intent) {
    Truth truth{.reference = text_at(intent, "id"), .standing = standing_of(text_at(intent, "status"))};
    truth.received = read_money(intent, truth.standing == Standing::succeeded ? "amount_received" : "amount");
    if (truth.standing != Standing::succeeded) truth.received.minor = 0;
    if (const auto* metadata = member_of(intent, "metadata")) truth.claimed_payment = text_at(*metadata, "payment");
    truth.reason = text_at(intent, "cancellation_reason");
    const auto* error = member_of(intent, "last_payment_error");
    bool is_for_buyers = error && (text_at(*error, "type") == "card_error" || text_at(*error, "code") == "payment_intent_authentication_failure");
    if (truth.standing == Standing::open && is_for_buyers) truth.failure = text_at(*error, "message");
    read_charge(truth, intent);
    const auto* charge = member_of(intent, "latest_charge");
    bool tells_of_refunds = charge && whole_at(*charge, "amount_refunded").value_or(0) > 0;
    if (tells_of_refunds) truth.given_back = read_money(*charge, "amount_refunded");
    truth.declined_attempt = declined_attempt_of(intent);
    if (truth.standing == Standing::succeeded || truth.waits_for_capture) truth.card = card_of_intent(intent);
    return truth;
}

Truth truth_of_session(const shape::json::value& session) {
    const auto* intent = member_of(session, "payment_intent");
    bool is_open = text_at(session, "status") == "open";
    if (intent && intent->is_object()) {
        auto truth = truth_of_intent(*intent);
        bool is_decided = truth.standing != Standing::open && truth.standing != Standing::cancelled;
        if (is_decided) return truth;
        truth.reference = text_at(session, "id");
        truth.standing = is_open ? Standing::open : Standing::cancelled;
        return truth;
    }
    Truth truth{.reference = text_at(session, "id"), .standing = is_open ? Standing::open : Standing::cancelled, .received = {0, read_currency(session)}};
    if (const auto* metadata = member_of(session, "metadata")) truth.claimed_payment = text_at(*metadata, "payment");
    return truth;
}

}  // namespace vitrine::payments::providers
