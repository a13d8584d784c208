#include "modules/payments/gateways/stripe_webhook.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/json.hpp>

#include "io/crypto/digest.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

/// The next part of a comma-separated list; takes it off the front.
std::string_view next_item(std::string_view& list) {
    auto comma = list.find(',');
    auto item = list.substr(0, comma);
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    return item;
}

struct SignatureHeader {
    std::string_view time;               ///< as written: it is part of what was signed
    std::vector<std::string_view> v1;
};

SignatureHeader split(std::string_view header) {
    SignatureHeader out;
    while (!header.empty()) {
        auto item = next_item(header);
        auto equals = item.find('=');
        if (equals == std::string_view::npos) continue;
        auto name = item.substr(0, equals), value = item.substr(equals + 1);
        if (name == "t") out.time = value;
        if (name == "v1") out.v1.push_back(value);
    }
    return out;
}

std::optional<Instant> read_time(std::string_view text) {
    std::int64_t seconds = 0;
    auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr std::int64_t year_9999 = 253'402'300'799;
    if (fault != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > year_9999) return {};
    return Instant(std::chrono::seconds(seconds));
}

/// The events that may change a payment; see the table in the module's README.
constexpr std::array<std::string_view, 12> wanted{
    "payment_intent.succeeded",       "payment_intent.payment_failed",            "payment_intent.canceled", "payment_intent.processing",
    "payment_intent.requires_action", "payment_intent.amount_capturable_updated", "charge.expired",          "checkout.session.completed",
    "checkout.session.expired",       "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed", "charge.refunded"};
constexpr std::array<std::string_view, 3> about_refunds{"refund.updated", "refund.failed", "charge.refund.updated"};

constexpr std::array<std::string_view, 5> about_disputes{"charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated"};
constexpr std::array<std::string_view, 4> about_warnings{"radar.early_fraud_warning.created", "radar.early_fraud_warning.updated", "review.opened", "review.closed"};

bool is_one_of(const auto& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

/// Objects that we hold a reference of; others name their payment intent.
bool is_referenced(std::string_view object) { return object == "payment_intent" || object == "checkout.session"; }

}  // namespace

bool stripe_signature_fits(std::string_view header, std::string_view body, std::string_view secrets, Instant now, Duration tolerance) {
    auto parts = split(header);
    auto at = read_time(parts.time);
    if (!at || parts.v1.empty() || now - *at > tolerance || *at - now > tolerance) return false;
    std::string message(parts.time);
    message += '.';
    message += body;
    bool fits = false;
    for (const auto& secret : split_list(secrets)) {
        auto expected = crypto::hex(crypto::hmac_sha256(secret, message));
        for (auto given : parts.v1) fits |= crypto::equal_in_constant_time(expected, given);
    }
    return fits;
}

WebhookEvent read_stripe_event(std::string_view body) {
    auto odd = [&](std::string what) { return WebhookEvent{.id = "sha256:" + crypto::hex(crypto::sha256(body)), .kind = "unreadable", .oddity = std::move(what)}; };
    shape::json::value event;
    if (shape::parse_json(body, event) || !event.is_object()) return odd("not a JSON object");
    WebhookEvent out{.id = text_at(event, "id"), .kind = text_at(event, "type")};
    if (out.id.empty() || out.kind.empty()) return odd("no id or no type");
    const auto* data = member_of(event, "data");
    const auto* object = data ? member_of(*data, "object") : nullptr;
    out.is_wanted = is_one_of(wanted, out.kind) || is_one_of(about_disputes, out.kind) || is_one_of(about_warnings, out.kind);
    if (!object || !object->is_object()) {
        if (out.is_wanted) out.oddity = "no object in it";
        return out;
    }
    out.reference = if_any(text_at(*object, is_referenced(text_at(*object, "object")) ? "id" : "payment_intent"));
    if (const auto* metadata = member_of(*object, "metadata")) {
        out.claimed_payment = if_any(text_at(*metadata, "payment"));
        out.claimed_store = if_any(text_at(*metadata, "store"));
        if (is_one_of(about_refunds, out.kind)) out.claimed_refund = if_any(text_at(*metadata, "refund"));
    }
    if (is_one_of(about_disputes, out.kind)) out.dispute = if_any(text_at(*object, "id"));
    if (is_one_of(about_warnings, out.kind)) out.warning = if_any(text_at(*object, "id"));
    if (out.claimed_refund) out.is_wanted = true;
    if (out.is_wanted && !out.reference) out.oddity = "no payment intent in it";
    return out;
}

}  // namespace vitrine::payments::providers
