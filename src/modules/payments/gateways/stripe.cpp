// Stripe PaymentIntents (docs.stripe.com/api/payment_intents, /api/refunds). Captured automatically; the client secret goes to the buyer's
// browser and nowhere else: it is neither stored nor logged, but read from Stripe again when it is needed again.
#include <boost/json.hpp>

#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/stripe_call.h"
#include "modules/payments/gateways/stripe_webhook.h"

namespace vitrine::payments::providers {
namespace {

constexpr std::int64_t most_stripe_takes = 99'999'999;  // eight digits

std::string reference_path(const std::string& reference) { return "/v1/payment_intents/" + http::percent_encode(reference); }

Money read_money(const shape::json::value& from, std::string_view member) {
    auto code = text_at(from, "currency");
    std::ranges::transform(code, code.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    auto currency = Currency::parse(code);
    const auto* amount = member_of(from, member);
    if (!currency || !amount || !amount->is_int64()) throw std::runtime_error("Stripe named an amount that cannot be read");
    auto money = from_stripe_amount(amount->get_int64(), *currency);
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

Truth truth_of(const shape::json::value& intent) {
    Truth truth{.reference = text_at(intent, "id"), .standing = standing_of(text_at(intent, "status"))};
    truth.received = read_money(intent, truth.standing == Standing::succeeded ? "amount_received" : "amount");
    if (truth.standing != Standing::succeeded) truth.received.minor = 0;
    if (const auto* metadata = member_of(intent, "metadata")) truth.claimed_payment = text_at(*metadata, "payment");
    truth.reason = text_at(intent, "cancellation_reason");
    const auto* error = member_of(intent, "last_payment_error");
    if (truth.standing == Standing::open && error && text_at(*error, "type") == "card_error") truth.failure = text_at(*error, "message");
    return truth;
}

Started started_of(const shape::json::value& intent, const Config& config) {
    Started started{.reference = text_at(intent, "id"), .next = {.kind = "none"}};
    if (standing_of(text_at(intent, "status")) == Standing::open) {
        started.next.kind = "client_secret";
        started.next.client_secret = text_at(intent, "client_secret");
        started.next.publishable_key = config.stripe_publishable_key;
    }
    return started;
}

StripeCall creation(const Charge& charge) {
    auto amount = stripe_amount(charge.amount);
    if (!amount) throw std::logic_error("an amount that Stripe cannot take was offered to it");
    std::string currency = lower_ascii(charge.amount.currency.code());
    StripeCall call{.method = "POST", .path = "/v1/payment_intents", .idempotency_key = charge.payment.text()};
    call.form = {{"amount", std::to_string(*amount)},
                 {"currency", currency},
                 {"automatic_payment_methods[enabled]", "true"},
                 {"description", "Order " + charge.order_number},
                 {"metadata[order]", charge.order},
                 {"metadata[payment]", charge.payment.text()},
                 {"metadata[store]", charge.store.text()}};
    return call;
}

RefundTruth refund_truth_of(const shape::json::value& refund) {
    RefundTruth truth{.provider_refund = text_at(refund, "id"), .state = RefundState::pending, .failure = text_at(refund, "failure_reason")};
    auto status = text_at(refund, "status");
    if (status == "succeeded") truth.state = RefundState::succeeded;
    if (status == "failed" || status == "canceled") {
        truth.state = RefundState::failed;
        if (truth.failure.empty()) truth.failure = status;
    }
    return truth;
}

class Stripe final : public Gateway {
public:
    std::string_view code() const override { return "stripe"; }
    Method describe() const override {
        return {.code = "stripe", .name = "Card", .description = "Pay now by credit or debit card", .needs_script = true, .unavailable_reason = {}};
    }
    bool has_remote() const override { return true; }
    bool can_refund() const override { return true; }

    std::optional<std::string> unfit(const Config& config, const stores::Store&, const Money& amount, std::string_view) const override {
        if (config.stripe_secret_key.empty() || config.stripe_publishable_key.empty()) return "Card payment is not set up";
        auto minor = stripe_amount(amount);
        if (!minor) return "This amount cannot be charged to a card";
        if (*minor <= 0) return "There is nothing to pay";
        if (*minor > most_stripe_takes) return "The amount is too large for a card";
        return {};
    }

    Task<Answer<Started>> start(App& app, Ctx ctx, Charge charge) const override {
        auto call = charge.reference.empty() ? creation(charge) : StripeCall{.method = "GET", .path = reference_path(charge.reference)};
        auto intent = co_await stripe_call(app, ctx, std::move(call));
        if (!intent) co_return std::unexpected(std::move(intent.error()));
        co_return started_of(*intent, app.config);
    }

    Task<Answer<Truth>> lookup(App& app, Ctx ctx, Charge charge) const override {
        StripeCall call{.method = "GET", .path = reference_path(charge.reference)};
        auto intent = co_await stripe_call(app, ctx, std::move(call));
        if (!intent) co_return std::unexpected(std::move(intent.error()));
        co_return truth_of(*intent);
    }

    Task<Answer<Truth>> capture(App& app, Ctx ctx, Charge charge) const override {
        StripeCall call{.method = "POST", .path = reference_path(charge.reference) + "/capture"};
        co_return co_await act_or_look(app, ctx, std::move(call), std::move(charge));
    }

    Task<Answer<Truth>> cancel(App& app, Ctx ctx, Charge charge) const override {
        StripeCall call{.method = "POST", .path = reference_path(charge.reference) + "/cancel", .form = {{"cancellation_reason", "abandoned"}}};
        co_return co_await act_or_look(app, ctx, std::move(call), std::move(charge));
    }

    Task<Answer<RefundTruth>> refund(App& app, Ctx ctx, GiveBack what) const override {
        StripeCall call{.method = "GET", .path = "/v1/refunds/" + http::percent_encode(what.provider_refund)};
        if (what.provider_refund.empty()) call = new_refund(what);
        auto refund = co_await stripe_call(app, ctx, std::move(call));
        if (!refund) co_return std::unexpected(std::move(refund.error()));
        co_return refund_truth_of(*refund);
    }

    Result<WebhookEvent> read_webhook(const Config& config, const http::Request& request, Instant now) const override {
        if (!stripe_signature_fits(request.header("stripe-signature"), request.body, config.stripe_webhook_secret, now)) return refuse(signature_refused);
        return read_stripe_event(request.body);
    }

private:
    /// Sends a command that Stripe refuses when the intent has moved on (captured before, paid before, cancelled before); what counts then is where it stands.
    Task<Answer<Truth>> act_or_look(App& app, Ctx ctx, StripeCall call, Charge charge) const {
        auto intent = co_await stripe_call(app, ctx, std::move(call));
        if (intent) co_return truth_of(*intent);
        if (intent.error().kind != GatewayFault::Kind::refused) co_return std::unexpected(std::move(intent.error()));
        co_return co_await lookup(app, std::move(ctx), std::move(charge));
    }

    static StripeCall new_refund(const GiveBack& what) {
        auto amount = stripe_amount(what.amount);
        if (!amount) throw std::logic_error("a refund that Stripe cannot make");
        StripeCall call{.method = "POST", .path = "/v1/refunds", .idempotency_key = what.refund.text()};
        call.form = {{"payment_intent", what.reference},
                     {"amount", std::to_string(*amount)},
                     {"metadata[refund]", what.refund.text()},
                     {"metadata[payment]", what.payment.text()}};
        return call;
    }
};

}  // namespace

const Gateway& stripe() {
    static const Stripe gateway;
    return gateway;
}

}  // namespace vitrine::payments::providers
