#pragma once
// What Razorpay's objects say about money, in our words (razorpay.com/docs/api/orders, /payments, /refunds). Pure.
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// Of an order's payments, as GET /v1/orders/{id}/payments lists them: one truth for each payment that took or holds money, under its own id, oldest
/// first; when there is none, one under the order's id. A failed payment decides nothing: the buyer may try again, and the bank may say yes up to three days later.
/// std::runtime_error for a status or amount that we cannot read.
std::vector<Truth> truths_of_order(const std::string& order, const std::string& claimed_payment, const shape::json::value& payments, Currency currency);

/// Of one payment (GET /v1/payments/{id}).
Truth truth_of_payment(const shape::json::value& payment);

RefundTruth truth_of_refund(const shape::json::value& refund);

}  // namespace vitrine::payments::providers
