#include "modules/payments/gateways/stripe_trouble.h"

#include <algorithm>

#include <boost/json.hpp>

#include "io/crypto/digest.h"
#include "modules/payments/gateways/provider_call.h"
#include "modules/payments/gateways/stripe_call.h"
#include "modules/payments/gateways/stripe_truth.h"

namespace vitrine::payments::providers {
namespace {

constexpr std::string_view with_intent = "?expand%5B%5D=payment_intent";

DisputeState state_of(const std::string& status) {
    if (status.ends_with("needs_response")) return DisputeState::needs_response;  // also of warnings and appeals
    if (status.ends_with("under_review")) return DisputeState::under_review;
    if (status == "won") return DisputeState::won;
    if (status == "lost") return DisputeState::lost;
    if (status == "warning_closed" || status == "prevented") return DisputeState::closed;
    throw std::runtime_error("Stripe named a dispute's status we do not know");
}

/// The payment intent of an object: its id, and the store its metadata names when it was expanded.
void read_intent(const shape::json::value& from, std::string& reference, std::optional<std::string>& store) {
    const auto* intent = member_of(from, "payment_intent");
    if (!intent) return;
    reference = intent->is_object() ? text_at(*intent, "id") : text_at(from, "payment_intent");
    if (const auto* metadata = member_of(*intent, "metadata")) store = if_any(text_at(*metadata, "store"));
}

DisputeMovement movement_of(const shape::json::value& transaction) {
    auto fee = stripe_money(transaction, "fee");
    return {.id = text_at(transaction, "id"), .amount = stripe_money(transaction, "amount"), .fee = fee};
}

std::string warning_path(const std::string& id) {
    return (id.starts_with("prv_") ? "/v1/reviews/" : "/v1/radar/early_fraud_warnings/") + http::percent_encode(id);
}

}  // namespace

DisputeTruth truth_of_dispute(const shape::json::value& dispute) {
    auto status = text_at(dispute, "status");
    DisputeTruth truth{.dispute = text_at(dispute, "id"), .amount = stripe_money(dispute, "amount"), .state = state_of(status), .is_inquiry = status.starts_with("warning_"),
                       .reason = text_at(dispute, "reason"), .status = status};
    read_intent(dispute, truth.reference, truth.claimed_store);
    const auto* details = member_of(dispute, "evidence_details");
    if (auto due = details ? whole_at(*details, "due_by") : std::nullopt) truth.due_by = Instant(std::chrono::seconds(*due));
    const auto* moved = member_of(dispute, "balance_transactions");
    if (moved && moved->is_array()) std::ranges::transform(moved->get_array(), std::back_inserter(truth.movements), movement_of);
    return truth;
}

WarningTruth truth_of_warning(const shape::json::value& warning) {
    bool is_review = text_at(warning, "object") == "review";
    WarningTruth truth{.warning = text_at(warning, "id"), .kind = is_review ? WarningKind::review : WarningKind::fraud_warning};
    read_intent(warning, truth.reference, truth.claimed_store);
    truth.is_open = is_true_at(warning, is_review ? "open" : "actionable");
    truth.reason = text_at(warning, is_review ? "opened_reason" : "fraud_type");
    if (!truth.is_open) truth.closed_reason = is_review ? text_at(warning, "closed_reason") : "not_actionable";
    return truth;
}

Task<Answer<DisputeTruth>> look_at_dispute(App& app, Ctx ctx, std::string id) {
    auto dispute = co_await stripe_call(app, ctx, {.method = "GET", .path = "/v1/disputes/" + http::percent_encode(id) + std::string(with_intent)});
    if (!dispute) co_return std::unexpected(std::move(dispute.error()));
    co_return truth_of_dispute(*dispute);
}

Task<Answer<DisputeTruth>> send_evidence(App& app, Ctx ctx, Evidence evidence) {
    StripeCall call{.method = "POST", .path = "/v1/disputes/" + http::percent_encode(evidence.dispute)};
    for (auto& [name, text] : evidence.texts) call.form.emplace_back("evidence[" + name + "]", std::move(text));
    call.form.emplace_back("submit", evidence.is_final ? "true" : "false");
    call.form.emplace_back("expand[]", "payment_intent");
    call.idempotency_key = evidence.dispute + "-" + crypto::hex(crypto::sha256(http::encode_form(call.form))).substr(0, 32);
    auto dispute = co_await stripe_call(app, ctx, std::move(call));
    if (!dispute) co_return std::unexpected(std::move(dispute.error()));
    co_return truth_of_dispute(*dispute);
}

Task<Answer<WarningTruth>> look_at_warning(App& app, Ctx ctx, std::string id) {
    auto warning = co_await stripe_call(app, ctx, {.method = "GET", .path = warning_path(id) + std::string(with_intent)});
    if (!warning) co_return std::unexpected(std::move(warning.error()));
    co_return truth_of_warning(*warning);
}

Task<Answer<WarningTruth>> approve_at_radar(App& app, Ctx ctx, std::string id) {
    StripeCall call{.method = "POST", .path = warning_path(id) + "/approve", .form = {{"expand[]", "payment_intent"}}};
    auto review = co_await stripe_call(app, ctx, std::move(call));
    if (!review && review.error().kind == GatewayFault::Kind::refused) co_return co_await look_at_warning(app, std::move(ctx), std::move(id));  // over already
    if (!review) co_return std::unexpected(std::move(review.error()));
    co_return truth_of_warning(*review);
}

}  // namespace vitrine::payments::providers
