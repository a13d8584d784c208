#pragma once
// Money that is in doubt, or that waits to be taken: what others see and hear of it. Part of api.h.
#include <optional>
#include <string>

#include "core/money.h"
#include "core/shape.h"
#include "core/time.h"
#include "modules/payments/ids.h"
#include "modules/risk/api.h"

namespace vitrine::payments {

/// Where a dispute stands. Of the closed states only `lost` keeps the money away.
enum class DisputeState { needs_response, under_review, won, lost, closed };
SHAPE_ENUM(DisputeState, needs_response, under_review, won, lost, closed)
struct DisputeView {
    DisputeId id;
    PaymentId payment;
    std::string order, gateway, reference;   ///< reference: the gateway's id of the dispute
    Money amount;
    DisputeState state = DisputeState::needs_response;
    bool is_inquiry = false;                 ///< only a question so far: no money has moved
    std::string reason, status;              ///< the gateway's words
    std::optional<Instant> due_by;           ///< when evidence has to be there
    std::optional<Money> withdrawn;          ///< what it has taken from the shop so far, fees included
    std::optional<Instant> answered_at;      ///< when final evidence was sent
    Instant opened_at{};
};
SHAPE(DisputeView, id, payment, order, gateway, reference, amount, state, is_inquiry, reason, status, due_by, withdrawn, answered_at, opened_at)

/// Why a payment waits for a person: a gateway's early warning of fraud, a gateway's review, 3-D Secure that was asked for and did not happen, or money that the
/// gateway has given back and our books still hold.
enum class WarningKind { fraud_warning, review, no_three_d_secure, given_back };
SHAPE_ENUM(WarningKind, fraud_warning, review, no_three_d_secure, given_back)
struct WarningView {
    WarningId id;
    PaymentId payment;
    std::string order, gateway, reference;   ///< reference: the gateway's id of the warning or review, or of the charge
    WarningKind kind = WarningKind::review;
    std::string reason;
    bool is_open = true;
    std::optional<std::string> closed_reason;   ///< "approved", or the gateway's word
    std::optional<std::string> note;            ///< of the person who approved
    Instant opened_at{};
    std::optional<Instant> closed_at;
};
SHAPE(WarningView, id, payment, order, gateway, reference, kind, reason, is_open, closed_reason, note, opened_at, closed_at)

/// The gateway vouches for the money, which waits to be captured by a person or with the shipment: the goods may be made ready.
struct PaymentAuthorized {
    static constexpr std::string_view name = "payments.authorized";
    PaymentId payment;
    std::string order, method;
    Money amount;
    std::optional<Instant> capture_by;   ///< when the gateway lets it lapse
    std::optional<risk::CardFacts> card; ///< what the gateway tells of the card
};
SHAPE(PaymentAuthorized, payment, order, method, amount, capture_by, card)
/// Money that came or was authorised is in doubt: goods that have not gone out stay until a person has looked.
struct PaymentHeld {
    static constexpr std::string_view name = "payments.held";
    PaymentId payment;
    std::string order, method;
    std::string reason;                  ///< "dispute", or a WarningKind
};
SHAPE(PaymentHeld, payment, order, method, reason)
/// Nothing is in doubt any more.
struct PaymentReleased {
    static constexpr std::string_view name = "payments.released";
    PaymentId payment;
    std::string order, method;
};
SHAPE(PaymentReleased, payment, order, method)

}  // namespace vitrine::payments
