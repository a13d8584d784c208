#pragma once
// The things payments are made of: what a gateway says, what came in, and the moves a payment may make.
#include <optional>
#include <string>

#include "core/transition.h"
#include "modules/payments/api.h"

namespace vitrine::payments {

/// The allowed moves of a payment. Final states are never left, but for `succeeded`, whose money may be given back in full.
inline constexpr TransitionTable<State, 12> payment_moves{
    "payment",
    State::created,
    {{{State::created, "start", State::pending},
      {State::created, "authorize", State::authorized},
      {State::created, "capture", State::succeeded},
      {State::created, "fail", State::failed},
      {State::created, "cancel", State::cancelled},
      {State::pending, "authorize", State::authorized},
      {State::pending, "capture", State::succeeded},
      {State::pending, "fail", State::failed},
      {State::pending, "cancel", State::cancelled},
      {State::authorized, "capture", State::succeeded},
      {State::authorized, "cancel", State::cancelled},
      {State::succeeded, "refund", State::refunded}}}};

/// The allowed moves of a refund.
inline constexpr TransitionTable<RefundState, 5> refund_moves{
    "refund",
    RefundState::created,
    {{{RefundState::created, "accept", RefundState::pending},
      {RefundState::created, "complete", RefundState::succeeded},
      {RefundState::created, "fail", RefundState::failed},
      {RefundState::pending, "complete", RefundState::succeeded},
      {RefundState::pending, "fail", RefundState::failed}}}};

/// Where a payment stands at its gateway.
enum class Standing {
    open,        ///< the buyer may still pay
    processing,  ///< the buyer has done what they could; the gateway does not know the end yet
    authorized,  ///< the money is promised by the gateway and waits to be captured
    promised,    ///< the money is promised by the buyer and comes with the goods
    succeeded,
    cancelled,
    failed,
};

/// What the gateway says about one of its references when it is asked. Settlement believes this and nothing else.
struct Truth {
    std::string reference;               ///< "pi_…"; empty where the gateway has no words of its own
    Standing standing = Standing::open;
    Money received;                      ///< what has been taken from the buyer; zero unless succeeded
    std::string claimed_payment;         ///< the payment id we gave it, as it gives it back
    std::string reason;                  ///< why it was cancelled or failed: a stable word
    std::optional<std::string> failure;  ///< the last decline, in words for the buyer
    bool waits_for_capture = false;      ///< of authorised money: it was agreed that we take it later, on demand
    std::optional<Instant> capture_by = {};  ///< of authorised money: when the gateway lets it lapse
    std::string doubt = {};              ///< the money is there, but a person has to look: "no_three_d_secure"
    std::string declined_attempt = {};   ///< what the gateway calls the attempt that was declined last; empty: none, or it has no name for it
    std::optional<risk::CardFacts> card = {};  ///< what it tells of the card that paid
    std::optional<Money> given_back = {};  ///< what of the money the gateway has sent back to the buyer, whoever asked it to; where it tells
    bool is_general = false;             ///< `failure` says no more than that it failed: words that say why are kept
};

/// What money that arrived is for.
enum class ReceiptUse { order, surplus };
SHAPE_ENUM(ReceiptUse, order, surplus)

}  // namespace vitrine::payments
