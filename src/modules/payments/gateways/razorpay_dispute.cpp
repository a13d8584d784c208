#include "modules/payments/gateways/razorpay_dispute.h"

#include <boost/json.hpp>

#include "modules/payments/gateways/provider_call.h"
#include "modules/payments/gateways/razorpay_call.h"

namespace vitrine::payments::providers {
namespace {

constexpr size_t longest_summary = 1'000;

DisputeState state_of(const std::string& status) {
    if (status == "open") return DisputeState::needs_response;
    if (status == "under_review") return DisputeState::under_review;
    if (status == "won") return DisputeState::won;
    if (status == "lost") return DisputeState::lost;
    if (status == "closed") return DisputeState::closed;
    throw std::runtime_error("Razorpay named a dispute's status we do not know");
}

std::string path_of(const std::string& dispute) { return "/v1/disputes/" + http::percent_encode(dispute); }

/// The dispute names its payment, and the payment our order at Razorpay and our store.
Task<Answer<DisputeTruth>> with_payment(App& app, Ctx ctx, shape::json::value dispute) {
    auto payment = co_await razorpay_call(app, ctx, {.path = "/v1/payments/" + http::percent_encode(text_at(dispute, "payment_id"))});
    if (!payment) co_return std::unexpected(std::move(payment.error()));
    co_return razorpay_dispute_truth(dispute, *payment);
}

}  // namespace

DisputeTruth razorpay_dispute_truth(const shape::json::value& dispute, const shape::json::value& payment) {
    auto amount = whole_at(dispute, "amount"), deducted = whole_at(dispute, "amount_deducted");
    auto currency = Currency::parse(text_at(dispute, "currency"));
    if (!amount || !currency) throw std::runtime_error("Razorpay named a dispute's amount that cannot be read");
    auto status = text_at(dispute, "status"), phase = text_at(dispute, "phase");
    DisputeTruth truth{.dispute = text_at(dispute, "id"), .reference = text_at(payment, "order_id"), .amount = {*amount, *currency}, .state = state_of(status),
                       .is_inquiry = phase == "retrieval" || phase == "fraud", .reason = text_at(dispute, "reason_code"), .status = phase + " " + status};
    if (truth.state == DisputeState::lost) truth.is_inquiry = false;
    if (const auto* notes = member_of(payment, "notes")) truth.claimed_store = if_any(text_at(*notes, "store"));
    if (auto due = whole_at(dispute, "respond_by")) truth.due_by = Instant(std::chrono::seconds(*due));
    if (deducted.value_or(0) > 0) truth.movements.push_back({.id = truth.dispute, .amount = {-*deducted, *currency}, .fee = {0, *currency}});
    return truth;
}

std::string razorpay_contest(const Evidence& evidence) {
    std::string summary;
    for (const auto& [name, text] : evidence.texts) summary += (summary.empty() ? "" : "\n") + name + ": " + text;
    if (summary.size() > longest_summary) summary.resize(longest_summary);
    while (!is_utf8(summary)) summary.pop_back();
    shape::json::object body{{"action", evidence.is_final ? "submit" : "draft"}};
    if (!summary.empty()) body["summary"] = std::move(summary);
    return shape::json::serialize(body);
}

Task<Answer<DisputeTruth>> look_at_razorpay_dispute(App& app, Ctx ctx, std::string id) {
    auto dispute = co_await razorpay_call(app, ctx, {.path = path_of(id)});
    if (!dispute) co_return std::unexpected(std::move(dispute.error()));
    co_return co_await with_payment(app, std::move(ctx), std::move(*dispute));
}

Task<Answer<DisputeTruth>> contest_at_razorpay(App& app, Ctx ctx, Evidence evidence) {
    auto dispute = co_await razorpay_call(app, ctx, {.method = "PATCH", .path = path_of(evidence.dispute) + "/contest", .json = razorpay_contest(evidence)});
    if (!dispute) co_return std::unexpected(std::move(dispute.error()));
    co_return co_await with_payment(app, std::move(ctx), std::move(*dispute));
}

}  // namespace vitrine::payments::providers
