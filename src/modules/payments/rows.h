#pragma once
#include "modules/payments/payment.h"
#include "modules/payments/settlement.h"

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
    std::int64_t released = 0;                     ///< of money that was authorised: what is not to be taken any more

    Money money() const { return {amount - released, currency}; }   ///< what is asked for
};
SHAPE(PaymentRow, id, order_ref, order_number, method, amount, currency, email, state, failure, pay_by, created_at, requires_3ds, provider_references, released)

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
    bool by_hand = false;
    std::string order_ref, method;
    Instant created_at{};
    std::int64_t received = 0;   ///< under the reference
    std::optional<Uuid> dispute, warning;   ///< why the buyer had it already: a refund that only writes that down

    Money money() const { return {amount, currency}; }
};
SHAPE(RefundRow, id, payment, reference, amount, currency, reason, state, provider_refund, failure, use, by_hand, order_ref, method, created_at, received, dispute, warning)

struct TransferRow {
    TransferId id;
    PaymentId payment;
    std::string bank_reference;
    std::int64_t amount = 0;
    Currency currency;
    std::string note;
    bool two_people = false;
    TransferState state = TransferState::waiting;
    std::string marked_by;
    Instant marked_at{};
    std::optional<std::string> decided_by;
    std::optional<Instant> decided_at;
    std::string request_key;   ///< tells transfers without a reference apart

    Money money() const { return {amount, currency}; }
};
SHAPE(TransferRow, id, payment, bank_reference, amount, currency, note, two_people, state, marked_by, marked_at, decided_by, decided_at, request_key)

struct ProofRow {
    ProofId id;
    PaymentId payment;
    std::string media_type;
    std::int64_t size = 0;
    Instant uploaded_at{};
};
SHAPE(ProofRow, id, payment, media_type, size, uploaded_at)

struct WebhookRow {
    std::string gateway, event, kind;
    std::optional<std::string> reference, claimed_payment, claimed_refund, dispute, warning;
    std::string state;
    std::optional<std::int64_t> amount;    ///< what the message says was taken
    std::optional<Currency> currency;
};
SHAPE(WebhookRow, gateway, event, kind, reference, claimed_payment, claimed_refund, dispute, warning, state, amount, currency)

struct DisputeRow {
    DisputeId id;
    PaymentId payment;
    std::string order_ref, method, gateway, reference;
    std::int64_t amount = 0;
    Currency currency;
    DisputeState state = DisputeState::needs_response;
    bool is_inquiry = false;
    std::string reason, status;
    std::optional<Instant> due_by;
    std::vector<std::string> booked;   ///< movements of money that are in the ledger
    std::int64_t withdrawn = 0;        ///< what they have taken from the shop, fees included
    std::optional<Currency> withdrawn_currency;
    std::optional<Instant> answered_at;
    Instant opened_at{};
};
SHAPE(DisputeRow, id, payment, order_ref, method, gateway, reference, amount, currency, state, is_inquiry, reason, status, due_by, booked, withdrawn, withdrawn_currency, answered_at, opened_at)

struct WarningRow {
    WarningId id;
    PaymentId payment;
    std::string order_ref, method, gateway, reference;
    WarningKind kind = WarningKind::review;
    std::string reason;
    bool is_open = true;
    std::optional<std::string> closed_reason, note;
    Instant opened_at{};
    std::optional<Instant> closed_at;
};
SHAPE(WarningRow, id, payment, order_ref, method, gateway, reference, kind, reason, is_open, closed_reason, note, opened_at, closed_at)

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
TransferView view_of(const TransferRow& row);
DisputeView view_of(const DisputeRow& row);
WarningView view_of(const WarningRow& row);

}  // namespace vitrine::payments
