#include "modules/payments/gateways/stripe_session.h"

#include <algorithm>
#include <ranges>

#include <boost/json.hpp>

#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/provider_call.h"
#include "modules/payments/gateways/stripe_call.h"
#include "modules/payments/gateways/stripe_options.h"
#include "modules/payments/gateways/stripe_truth.h"

namespace vitrine::payments::providers {
namespace {

constexpr Duration shortest_life = 31min;  // Stripe refuses less than 30 minutes

/// A key for each session of a payment: the next one is wanted only when the one before is over.
std::string session_key(const Charge& charge) {
    auto sessions = std::ranges::count_if(charge.references, [](const auto& reference) { return is_session(reference); });
    return charge.payment.text() + "-page-" + std::to_string(sessions + 1);
}

StripeCall new_session(const Charge& charge, const Values& values, Instant now) {
    auto amount = stripe_amount(charge.amount());
    if (!amount) throw std::logic_error("an amount that Stripe cannot take was offered to it");
    auto ends = std::max(charge.pay_by, now + shortest_life);
    StripeCall call{.method = "POST", .path = "/v1/checkout/sessions", .idempotency_key = session_key(charge)};
    call.form = {{"mode", "payment"},
                 {"line_items[0][quantity]", "1"},
                 {"line_items[0][price_data][currency]", lower_ascii(charge.amount().currency.code())},
                 {"line_items[0][price_data][unit_amount]", std::to_string(*amount)},
                 {"line_items[0][price_data][product_data][name]", "Order " + charge.order_number},
                 {"success_url", charge.base + std::string(return_path) + "stripe?session_id={CHECKOUT_SESSION_ID}"},
                 {"cancel_url", charge.base + std::string(pay_path) + charge.order},
                 {"client_reference_id", charge.order},
                 {"customer_email", charge.email},
                 {"expires_at", std::to_string(std::chrono::duration_cast<std::chrono::seconds>(ends.time_since_epoch()).count())}};
    for (const auto& place : {std::string("metadata"), std::string("payment_intent_data[metadata]")}) {
        call.form.emplace_back(place + "[order]", charge.order);
        call.form.emplace_back(place + "[payment]", charge.payment.text());
        call.form.emplace_back(place + "[store]", charge.store.text());
    }
    std::ranges::move(card_options(charge, values), std::back_inserter(call.form));
    if (takes_later(values)) call.form.emplace_back("payment_intent_data[capture_method]", "manual");
    return call;
}

StripeCall look_again(const std::string& reference) { return {.method = "GET", .path = stripe_path(reference) + "?expand%5B%5D=payment_intent.latest_charge"}; }

}  // namespace

Task<Answer<Started>> open_session(App& app, Ctx ctx, Charge charge) {
    auto sessions = charge.references | std::views::filter([](const auto& reference) { return is_session(reference); });
    for (const auto& reference : sessions) {
        auto known = co_await stripe_call(app, ctx, look_again(reference));
        if (!known) co_return std::unexpected(std::move(known.error()));
        if (text_at(*known, "status") == "open") co_return Started{.reference = reference, .next = {.kind = "redirect", .url = text_at(*known, "url")}};
    }
    auto session = co_await stripe_call(app, ctx, new_session(charge, values_of(app, charge.store, stripe()), ctx.now));
    if (!session) co_return std::unexpected(std::move(session.error()));
    co_return Started{.reference = text_at(*session, "id"), .next = {.kind = "redirect", .url = text_at(*session, "url")}};
}

Task<Answer<Truth>> look_at_session(App& app, Ctx ctx, std::string reference) {
    auto session = co_await stripe_call(app, ctx, look_again(reference));
    if (!session) co_return std::unexpected(std::move(session.error()));
    co_return truth_of_session(*session);
}

}  // namespace vitrine::payments::providers
