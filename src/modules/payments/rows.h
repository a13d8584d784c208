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

/// A payment whose end should be known by now, and why it is taken for stuck: "never_started", "not_captured", "not_closed".
struct StuckRow {
    PaymentId id;
    std::string order_ref, order_number, method;
    std::int64_t amount = 0;
    Currency currency;
    State state = State::created;
    std::optional<std::string> failure;
    Instant pay_by{}, created_at{};
    std::string why;
};
SHAPE(StuckRow, id, order_ref, order_number, method, amount, currency, state, failure, pay_by, created_at, why)

struct SummaryRow {
    std::string gateway;
    State state = State::created;
    std::string age;
    Currency currency;
    std::int64_t count = 0, amount = 0;
};
SHAPE(SummaryRow, gateway, state, age, currency, count, amount)

struct WaitingRow {
    std::string gateway;
    std::int64_t stuck = 0, quarantined = 0, unworked = 0, surplus = 0;
};
SHAPE(WaitingRow, gateway, stuck, quarantined, unworked, surplus)

/// A message as it was kept.
struct KeptWebhook {
    std::string gateway, event;
    RawJson headers;
    pg::Bytes body;
    Instant received_at{};
};
SHAPE(KeptWebhook, gateway, event, headers, body, received_at)

PaymentView view_of(const PaymentRow& row);
PaymentView view_of(const StuckRow& row);
RefundView view_of(const RefundRow& row);

}  // namespace vitrine::payments
