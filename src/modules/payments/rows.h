#pragma once
#include "modules/payments/payment.h"

namespace vitrine::payments {

struct PaymentRow {
    PaymentId id;
    std::string order_ref, order_number, method;
    std::int64_t amount = 0;
    Currency currency;
    std::string email;
    State state = State::created;
    std::optional<std::string> failure;
    Instant pay_by{}, created_at{};
    bool requires_3ds = false;
    std::vector<std::string> provider_references;  ///< oldest first; filled by the query `payment` only

    Money money() const { return {amount, currency}; }
};
SHAPE(PaymentRow, id, order_ref, order_number, method, amount, currency, email, state, failure, pay_by, created_at, requires_3ds, provider_references)

struct ReceiptRow {
    PaymentId payment;
    std::string reference;
    ReceiptUse use = ReceiptUse::order;
    std::int64_t amount = 0;
    Currency currency;
    std::int64_t refunded = 0;
};
SHAPE(ReceiptRow, payment, reference, use, amount, currency, refunded)

struct RefundRow {
    RefundId id;
    PaymentId payment;
    std::string reference;
    std::int64_t amount = 0;
    Currency currency;
    std::string reason;
    RefundState state = RefundState::created;
    std::optional<std::string> provider_refund, failure;
    ReceiptUse use = ReceiptUse::order;
    std::int64_t received = 0;   ///< under the reference

    Money money() const { return {amount, currency}; }
};
SHAPE(RefundRow, id, payment, reference, amount, currency, reason, state, provider_refund, failure, use, received)

struct WebhookRow {
    std::string gateway, event, kind;
    std::optional<std::string> reference, claimed_payment, claimed_refund;
    std::string state;
    std::optional<std::int64_t> amount;    ///< what the message says was taken
    std::optional<Currency> currency;
};
SHAPE(WebhookRow, gateway, event, kind, reference, claimed_payment, claimed_refund, state, amount, currency)

PaymentView view_of(const PaymentRow& row);
RefundView view_of(const RefundRow& row);

}  // namespace vitrine::payments
