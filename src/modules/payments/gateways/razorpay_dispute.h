#pragma once
// Disputes at Razorpay (razorpay.com/docs/api/disputes: entity, fetch, contest).
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// What a dispute says, with the payment it is about. Money goes only when it is lost (`amount_deducted`); a retrieval or a warning of fraud is a question so far.
/// std::runtime_error for a status or amount that we cannot read. Pure.
DisputeTruth razorpay_dispute_truth(const shape::json::value& dispute, const shape::json::value& payment);

/// Evidence in Razorpay's words: all texts as one summary of 1,000 characters at most. Pure.
std::string razorpay_contest(const Evidence& evidence);

Task<Answer<DisputeTruth>> look_at_razorpay_dispute(App& app, Ctx ctx, std::string dispute);
/// Documents are added at Razorpay's Dashboard; texts go as they are. Repeatable.
Task<Answer<DisputeTruth>> contest_at_razorpay(App& app, Ctx ctx, Evidence evidence);

}  // namespace vitrine::payments::providers
