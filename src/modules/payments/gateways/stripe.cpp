// Stripe PaymentIntents (docs.stripe.com/api/payment_intents, /api/refunds), captured automatically or on demand. The client secret goes to the buyer's
// browser and nowhere else: it is neither stored nor logged, but read from Stripe again when it is needed again. Browsers without scripts pay on
// Stripe's own page (stripe_session.h). What comes after the money, disputes and Radar, stands in stripe_trouble.h.
#include <algorithm>

#include <boost/json.hpp>

#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/provider_call.h"
#include "modules/payments/gateways/stripe_call.h"
#include "modules/payments/gateways/stripe_options.h"
#include "modules/payments/gateways/stripe_session.h"
#include "modules/payments/gateways/stripe_trouble.h"
#include "modules/payments/gateways/stripe_truth.h"
#include "modules/payments/gateways/stripe_webhook.h"

namespace vitrine::payments::providers {
namespace {

constexpr std::int64_t most_stripe_takes = 99'999'999;  // eight digits

Started started_of(const shape::json::value& intent, const Values& values) {
    Started started{.reference = text_at(intent, "id"), .next = {.kind = "none"}};
    if (truth_of_intent(intent).standing == Standing::open) {
        started.next.kind = "client_secret";
        started.next.client_secret = text_at(intent, "client_secret");
        started.next.publishable_key = values.text("stripe_publishable_key");
        started.next.script_url = values.text("stripe_script");
    }
    return started;
}

StripeCall creation(const Charge& charge, const Values& values) {
    auto amount = stripe_amount(charge.amount());
    if (!amount) throw std::logic_error("an amount that Stripe cannot take was offered to it");
    std::string currency = lower_ascii(charge.amount().currency.code());
    StripeCall call{.method = "POST", .path = "/v1/payment_intents", .idempotency_key = charge.payment.text()};
    call.form = {{"amount", std::to_string(*amount)},
                 {"currency", currency},
                 {"automatic_payment_methods[enabled]", "true"},
                 {"description", "Order " + charge.order_number},
                 {"metadata[order]", charge.order},
                 {"metadata[payment]", charge.payment.text()},
                 {"metadata[store]", charge.store.text()}};
    auto options = card_options(charge, values);
    if (takes_later(values)) options.emplace_back("capture_method", "manual");
    std::ranges::move(options, std::back_inserter(call.form));
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

const Declaration& declared() {
    static const Declaration all{
        .code = "stripe",
        .name = "Card",
        .description = "Pay now by credit or debit card",
        .settings = {{.name = "stripe_secret_key", .kind = SettingKind::secret, .is_required = true, .help = "Stripe's secret key"},
                     {.name = "stripe_publishable_key", .is_required = true, .help = "Stripe's publishable key"},
                     {.name = "stripe_webhook_secret", .kind = SettingKind::secret, .help = "Secret of Stripe's webhook endpoint; several, comma separated, while one is rolled"},
                     {.name = "stripe_capture", .kind = SettingKind::choice, .help = "automatic: money is taken at once; manual: when staff captures it; shipment: when the goods go out, or staff captures it before", .otherwise = "automatic", .choices = "automatic,manual,shipment"},
                     {.name = "stripe_three_d_secure_above", .kind = SettingKind::money, .help = "Above this amount, and in every other currency than the store's, the buyer's bank has to ask for proof (3-D Secure); a payment without it goes to a person"},
                     {.name = "stripe_instalments", .kind = SettingKind::choice, .help = "yes: offer card instalments where Stripe has them (payments in MXN and JPY)", .otherwise = "no", .choices = "no,yes"},
                     {.name = "stripe_api", .kind = SettingKind::url, .help = "Stripe's API, or a simulator", .otherwise = "https://api.stripe.com"},
                     {.name = "stripe_script", .kind = SettingKind::url, .help = "Stripe's browser script, or a simulator's", .otherwise = "https://js.stripe.com/v3/"}},
        .takes = {.currencies = {}, .most_minor = most_stripe_takes},
        .can = {.refunds = true, .partial_refunds = true, .captures_later = true, .captures_parts = true, .hosted_page = true},
    };
    return all;
}

class Stripe final : public Gateway {
public:
    const Declaration& declaration() const override { return declared(); }

    std::optional<std::string> unfit(const Values&, const stores::Store&, const Money& amount, std::string_view) const override {
        auto minor = stripe_amount(amount);
        if (!minor) return "This amount cannot be charged to a card";
        if (*minor > most_stripe_takes) return "The amount is too large for a card";
        return {};
    }

    Task<Answer<Started>> start(App& app, Ctx ctx, Charge charge) const override {
        auto known = std::ranges::find_if(charge.references, [](const auto& reference) { return !is_session(reference); });
        auto call = known == charge.references.end() ? creation(charge, values_of(app, charge.store, *this)) : StripeCall{.method = "GET", .path = stripe_path(*known)};
        auto intent = co_await stripe_call(app, ctx, std::move(call));
        if (!intent) co_return std::unexpected(std::move(intent.error()));
        co_return started_of(*intent, values_of(app, charge.store, *this));
    }

    Task<Answer<Started>> start_hosted(App& app, Ctx ctx, Charge charge) const override { co_return co_await open_session(app, std::move(ctx), std::move(charge)); }

    Task<Answer<std::vector<Truth>>> lookup(App& app, Ctx ctx, Charge charge) const override {
        std::vector<Truth> truths;
        for (const auto& reference : charge.references) {
            auto truth = co_await look(app, ctx, reference);
            if (!truth) co_return std::unexpected(std::move(truth.error()));
            truths.push_back(std::move(*truth));
        }
        co_return truths;
    }

    Task<Answer<Truth>> capture(App& app, Ctx ctx, Charge charge, std::string reference) const override {
        StripeCall call{.method = "POST", .path = stripe_path(reference) + "/capture", .form = {{"expand[]", "latest_charge"}}};
        auto part = charge.takes_a_part ? stripe_amount(charge.amount()) : std::nullopt;
        if (part) call.form.emplace_back("amount_to_capture", std::to_string(*part));
        co_return co_await act_or_look(app, ctx, std::move(call), std::move(reference));
    }

    Task<Answer<std::vector<Truth>>> cancel(App& app, Ctx ctx, Charge charge) const override {
        std::vector<Truth> truths;
        for (const auto& reference : charge.references) {
            StripeCall call{.method = "POST", .path = stripe_path(reference) + "/cancel", .form = {{"cancellation_reason", "abandoned"}}};
            if (is_session(reference)) call = {.method = "POST", .path = stripe_path(reference) + "/expire"};
            auto truth = co_await act_or_look(app, ctx, std::move(call), reference);
            if (!truth) co_return std::unexpected(std::move(truth.error()));
            truths.push_back(std::move(*truth));
        }
        co_return truths;
    }

    Task<Answer<RefundTruth>> refund(App& app, Ctx ctx, GiveBack what) const override {
        StripeCall call{.method = "GET", .path = "/v1/refunds/" + http::percent_encode(what.provider_refund)};
        if (what.provider_refund.empty()) call = new_refund(what);
        auto refund = co_await stripe_call(app, ctx, std::move(call));
        if (!refund) co_return std::unexpected(std::move(refund.error()));
        co_return refund_truth_of(*refund);
    }

    CaptureTime capture_time(const Values& values) const override {
        if (!takes_later(values)) return CaptureTime::at_once;
        return values.text("stripe_capture") == "shipment" ? CaptureTime::at_shipment : CaptureTime::by_staff;
    }

    Task<Answer<DisputeTruth>> lookup_dispute(App& app, Ctx ctx, std::string dispute) const override { co_return co_await look_at_dispute(app, std::move(ctx), std::move(dispute)); }
    Task<Answer<DisputeTruth>> answer_dispute(App& app, Ctx ctx, Evidence evidence) const override { co_return co_await send_evidence(app, std::move(ctx), std::move(evidence)); }
    Task<Answer<WarningTruth>> lookup_warning(App& app, Ctx ctx, std::string warning) const override { co_return co_await look_at_warning(app, std::move(ctx), std::move(warning)); }
    Task<Answer<WarningTruth>> approve_review(App& app, Ctx ctx, std::string review) const override { co_return co_await approve_at_radar(app, std::move(ctx), std::move(review)); }

    Result<WebhookEvent> read_webhook(const Values& values, const http::Request& request, Instant now) const override {
        if (!stripe_signature_fits(request.header("stripe-signature"), request.body, values.text("stripe_webhook_secret"), now)) return refuse(signature_refused);
        return read_stripe_event(request.body);
    }

    /// Nothing in it is signed: Stripe.js appends `payment_intent`, our own address for the hosted page `session_id`.
    Result<ReturnHint> read_return(const Values&, const shape::Fields& fields) const override {
        auto session = field_of(fields, "session_id");
        auto reference = session.empty() ? field_of(fields, "payment_intent") : session;
        if (reference.empty()) return refuse(return_refused);
        return ReturnHint{.reference = std::move(reference), .failure = {}};
    }

    BrowserOrigins origins(const Values& values) const override {
        auto script = origin_of_url(values.text("stripe_script")), api = origin_of_url(values.text("stripe_api"));
        auto page = api == "https://api.stripe.com" ? "https://checkout.stripe.com" : api;  // our form leads there by redirect
        BrowserOrigins out{.scripts = {script}, .frames = {script}, .connections = {api, script}, .forms = {page}, .images = {script}};
        if (script == "https://js.stripe.com") out.frames.insert(out.frames.end(), {"https://*.js.stripe.com", "https://hooks.stripe.com"});
        return out;
    }

private:
    static Task<Answer<Truth>> look(App& app, Ctx ctx, std::string reference) {
        if (is_session(reference)) co_return co_await look_at_session(app, std::move(ctx), std::move(reference));
        auto intent = co_await stripe_call(app, ctx, {.method = "GET", .path = stripe_path(reference) + "?expand%5B%5D=latest_charge"});
        if (!intent) co_return std::unexpected(std::move(intent.error()));
        co_return truth_of_intent(*intent);
    }

    /// Sends a command that Stripe refuses when the object has moved on (captured before, paid before, cancelled before); what counts then is where it stands.
    static Task<Answer<Truth>> act_or_look(App& app, Ctx ctx, StripeCall call, std::string reference) {
        auto object = co_await stripe_call(app, ctx, std::move(call));
        if (object) co_return is_session(reference) ? truth_of_session(*object) : truth_of_intent(*object);
        if (object.error().kind != GatewayFault::Kind::refused) co_return std::unexpected(std::move(object.error()));
        co_return co_await look(app, std::move(ctx), std::move(reference));
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
