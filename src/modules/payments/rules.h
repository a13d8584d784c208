#pragma once
// Pure decisions about payments: no clock, no database, no gateway.
#include <vector>

#include "modules/payments/payment.h"
#include "modules/payments/trouble.h"

namespace vitrine::payments::rules {

bool is_open(State state);  ///< created, pending or authorized: the end is not known yet

/// What our books know when the gateway's truth arrives.
struct Known {
    State state = State::created;
    Money amount;
    bool money_is_booked = false;  ///< this reference's money has its receipt already
    bool order_is_paid = false;    ///< some payment of the order has captured its money
    bool has_words = false;        ///< a decline was explained before
};

/// What to do about it. Nothing at all is the answer to a repeat.
struct Decision {
    std::optional<State> to;
    std::optional<ReceiptUse> receipt;     ///< book the money that arrived, for this use
    std::string reason;                    ///< of a surplus or a failure: a stable word
    std::optional<std::string> failure;    ///< words for the buyer to keep with the payment
    bool announces_failure = false;
    bool announces_promise = false;        ///< the goods may go out though no money has come
    bool announces_authorization = false;  ///< the money waits to be captured on demand
    std::string doubt;                     ///< why a person has to look at money that came or waits
    bool is_nothing() const { return !to && !receipt && !failure; }
};

/// The one decision every road ends in. Succeeded money is captured when amount, currency and order fit, and is surplus otherwise;
/// it is never ignored. A state at its end is never left. A decline leaves the payment open: the buyer may try another card.
Decision settle(const Known& known, const Truth& truth);

/// What to settle, in this order, when a gateway knows several things about one payment: all money that came; when none did, what is nearest to
/// money, because one closed charge says nothing while another is open. Words for the buyer are kept from any of them.
std::vector<Truth> to_settle(std::vector<Truth> truths);

/// What a transfer comes to for a payment of which `before` had arrived: how much of it is still partial, and how much is too much.
struct Arrival {
    Money used;          ///< of earlier partial money, used up by this transfer
    Money kept;          ///< partial: waits as a deposit
    Money surplus;       ///< more than was asked for
    bool is_enough = false;
};
Arrival arrive(const Money& asked, const Money& before, const Money& received);
/// Whether two people have to say so: everything that arrived for the payment together counts, so that splitting does not help. No limit: never.
bool needs_two_people(const Money& before, const Money& received, const std::optional<Money>& limit);

/// The type of a buyer's file by its first bytes (JPEG: ITU T.81; PNG: W3C; WebP: RIFF container; PDF: ISO 32000); nothing for any other.
std::optional<std::string_view> proof_media_type(std::string_view bytes);

/// A way to pay that the store has, before its gateway's health is looked at.
struct Candidate {
    Method method;
    bool is_away = false;   ///< the gateway does not answer these days
};
/// What is offered: a gateway that is away is not, unless nothing else could be used: then a try is better than nothing, and the sweeper helps.
std::vector<Method> route(std::vector<Candidate> candidates);

/// When the sweeper looks again: 1, 2, 4, 8 … minutes after each look, but never past the end of the payment window while that lies ahead;
/// afterwards at most 15 minutes apart, until the gateway has said how it ended.
Instant next_sweep(int round, Instant now, Instant pay_by);

/// When to look again at money that waits to be captured: daily, and right after the gateway lets it lapse. Afterwards every 15 minutes.
Instant next_look_at_authorized(Instant now, Instant capture_by);

/// Money of a receipt that is not where the books say: gone for good, or held by the buyer's bank while a dispute is open.
struct Missing {
    Gone what;
    bool is_final = true;
};
struct MissingMoney {
    std::vector<Gone> gone;
    Money in_dispute;
};
/// What is missing of `left`, which is what no refund has given back yet: never more than that together, and what is gone before what is merely held. A cause in
/// another currency holds all of it: nobody knows what it comes to.
MissingMoney missing_money(const Money& left, const std::vector<Missing>& causes);

/// The movements of a dispute that are not in the books yet.
std::vector<DisputeMovement> unbooked(const std::vector<DisputeMovement>& movements, const std::vector<std::string>& booked);

/// Whether a dispute in this state keeps the goods in the shop: while it is open, and when it is lost.
bool holds_goods(DisputeState state);

/// When to look at a payment again that is over, because its gateway lets money in late: once when its window closes and, when no money came for it,
/// daily until `late_money` has passed. Nothing: never.
std::optional<Instant> late_look(State state, Instant now, Instant pay_by, Duration late_money);

}  // namespace vitrine::payments::rules
