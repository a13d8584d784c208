#include "modules/payments/gateways/razorpay_webhook.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include "core/text.h"
#include "io/crypto/digest.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

/// The events that may change a payment or a refund; see the table in the module's README.
constexpr std::array<std::string_view, 4> about_payments{"payment.authorized", "payment.captured", "payment.failed", "order.paid"};
constexpr std::array<std::string_view, 3> about_refunds{"refund.created", "refund.processed", "refund.failed"};
constexpr std::string_view about_disputes = "payment.dispute.";

bool is_one_of(const auto& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

/// payload.<what>.entity
const shape::json::value* entity_of(const shape::json::value& event, std::string_view what) {
    const auto* payload = member_of(event, "payload");
    const auto* holder = payload ? member_of(*payload, what) : nullptr;
    const auto* entity = holder ? member_of(*holder, "entity") : nullptr;
    return entity && entity->is_object() ? entity : nullptr;
}

std::string note_of(const shape::json::value* entity, std::string_view name) {
    const auto* notes = entity ? member_of(*entity, "notes") : nullptr;
    return notes ? text_at(*notes, name) : std::string();
}

/// The order a failure belongs to stands in a JSON text of its own.
std::string order_of_error(const shape::Fields& fields) {
    shape::json::value metadata;
    if (shape::parse_json(field_of(fields, "error[metadata]"), metadata)) return {};
    return text_at(metadata, "order_id");
}

}  // namespace

bool razorpay_webhook_fits(std::string_view signature, std::string_view body, std::string_view secrets) { return signature_fits(signature, body, secrets); }

bool razorpay_payment_fits(std::string_view signature, std::string_view order, std::string_view payment, std::string_view key_secrets) {
    return signature_fits(signature, std::string(order) + "|" + std::string(payment), key_secrets);
}

WebhookEvent read_razorpay_event(std::string_view event_id, std::string_view body) {
    auto hash = "sha256:" + crypto::hex(crypto::sha256(body));
    shape::json::value event;
    if (shape::parse_json(body, event) || !event.is_object()) return {.id = hash, .kind = "unreadable", .oddity = "not a JSON object"};
    WebhookEvent out{.id = event_id.empty() || !is_utf8(event_id) ? hash : std::string(event_id), .kind = text_at(event, "event")};
    if (out.kind.empty()) return {.id = hash, .kind = "unreadable", .oddity = "no event name"};
    const auto *payment = entity_of(event, "payment"), *order = entity_of(event, "order"), *refund = entity_of(event, "refund");
    out.reference = order ? if_any(text_at(*order, "id")) : payment ? if_any(text_at(*payment, "order_id")) : std::nullopt;
    auto by_receipt = order ? text_at(*order, "receipt") : std::string();
    out.claimed_payment = if_any(!by_receipt.empty() ? by_receipt : note_of(payment, "payment"));
    out.claimed_store = if_any(note_of(order, "store"));
    if (!out.claimed_store) out.claimed_store = if_any(note_of(payment, "store"));
    if (is_one_of(about_refunds, out.kind)) out.claimed_refund = if_any(note_of(refund, "refund"));
    bool is_refund_of_others = is_one_of(about_refunds, out.kind) && out.reference;  // made at the dashboard: the payment itself is looked at
    const auto* dispute = entity_of(event, "dispute");
    if (!dispute) dispute = entity_of(event, "payment.dispute");
    bool is_dispute = out.kind.starts_with(about_disputes);
    if (is_dispute && dispute) out.dispute = if_any(text_at(*dispute, "id"));
    if (is_dispute && !out.dispute) out.oddity = "no dispute in it";
    out.is_wanted = is_dispute || is_one_of(about_payments, out.kind) || out.claimed_refund || is_refund_of_others;
    if (is_one_of(about_payments, out.kind) && !out.reference) out.oddity = "no order in it";
    return out;
}

Result<ReturnHint> read_razorpay_return(const shape::Fields& fields, std::string_view key_secrets) {
    auto payment = field_of(fields, "razorpay_payment_id"), order = field_of(fields, "razorpay_order_id"), signature = field_of(fields, "razorpay_signature");
    if (!payment.empty() && !order.empty() && razorpay_payment_fits(signature, order, payment, key_secrets)) return ReturnHint{std::move(order), true, {}};
    bool is_failure = payment.empty() && !field_of(fields, "error[code]").empty();
    auto failed_order = is_failure ? order_of_error(fields) : std::string();
    if (failed_order.empty()) return refuse(return_refused);
    return ReturnHint{std::move(failed_order), false, field_of(fields, "error[description]")};
}

}  // namespace vitrine::payments::providers
