#pragma once
// Disputes, early fraud warnings and Radar reviews at Stripe (docs.stripe.com/api/disputes, /api/radar/early_fraud_warnings, /api/radar/reviews).
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// A dispute, its charge's payment intent expanded. std::runtime_error for an amount or a status we cannot read. Pure.
DisputeTruth truth_of_dispute(const shape::json::value& dispute);
/// An early fraud warning or a review, by its `object`. Pure.
WarningTruth truth_of_warning(const shape::json::value& warning);

Task<Answer<DisputeTruth>> look_at_dispute(App& app, Ctx ctx, std::string dispute);
/// What is sent again with the same texts is the same call to Stripe.
Task<Answer<DisputeTruth>> send_evidence(App& app, Ctx ctx, Evidence evidence);
Task<Answer<WarningTruth>> look_at_warning(App& app, Ctx ctx, std::string warning);
Task<Answer<WarningTruth>> approve_at_radar(App& app, Ctx ctx, std::string review);

}  // namespace vitrine::payments::providers
