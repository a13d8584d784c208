#pragma once
// The simulated account: its objects as Stripe shows them, and what may be done to them. Knows no HTTP. One loop's.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/time.h"
#include "simulators/framework/faults.h"
#include "simulators/framework/ids.h"
#include "simulators/stripe/cards.h"
#include "simulators/stripe/error.h"
#include "simulators/stripe/params.h"

namespace vitrine::simulators::stripe {

/// The API version whose shapes are spoken (the one of the Node SDK 23.1.0).
inline constexpr const char* api_version = "2026-10-28.endive";

/// Objects of one kind, by id and in the order they were made.
struct Shelf {
    std::string kind;   ///< as in "No such payment_intent"
    std::map<std::string, Object> by_id;
    std::vector<std::string> order;
    Object& add(Object object);
    Object* find(const std::string& id);
};

struct CallInfo {
    std::string request_id, idempotency_key;
    std::string origin;   ///< for links
};

class Account {
public:
    using Tell = std::function<void(const Object& event)>;
    Account(Ids& ids, std::function<Instant()> clock, FaultBook& faults, Tell tell) : ids(ids), clock(std::move(clock)), faults_(faults), tell_(std::move(tell)) {}

    Outcome create_intent(const Params& params);
    /// Faults: "payment_intents.confirm" decline (with a decline code), pending (stays processing), wrong_amount.
    Outcome confirm_intent(const std::string& id, const Params& params);
    Outcome capture_intent(const std::string& id, const Params& params);
    Outcome cancel_intent(const std::string& id, const Params& params);
    Outcome update_intent(const std::string& id, const Params& params);
    /// The shopper passed or failed the 3-D Secure challenge of an intent that requires action.
    Outcome end_challenge(const std::string& id, bool is_passed);

    /// What the bank says of an intent that is processing, "succeeded" or "failed"; or that an uncaptured one has lapsed, "lapsed".
    Outcome end_intent(const std::string& id, const std::string& how);

    /// Faults: "refunds.create" pending, decline (ends failed).
    Outcome create_refund(const Params& params);
    Outcome update_refund(const std::string& id, const Params& params);
    /// The bank's word on a pending refund: "succeeded" or "failed".
    Outcome end_refund(const std::string& id, const std::string& status);

    /// Evidence; with `submit`, to the bank. As in Stripe's test mode the text winning_evidence wins and losing_evidence loses.
    Outcome update_dispute(const std::string& id, const Params& params);
    Outcome close_dispute(const std::string& id);   ///< the shop gives in: lost
    /// The bank's decision: "won" or "lost".
    Outcome end_dispute(const std::string& id, const std::string& status);
    Outcome approve_review(const std::string& id);
    /// Somebody ends a review in the Dashboard: "approved", "refunded_as_fraud" …
    Outcome end_review(const std::string& id, const std::string& reason);

    Outcome create_session(const Params& params, const std::string& origin);
    Outcome expire_session(const std::string& id);
    /// The hosted page's "pay": makes and confirms the session's intent. Gives the session.
    Outcome pay_session(const std::string& id, const std::string& card_number);
    /// As pay_session, after the challenge.
    Outcome end_session_challenge(const std::string& id, bool is_passed);

    /// The outcome of a command with what its `expand` asks for.
    Outcome expanded(Outcome outcome, const Params& params);
    Outcome find(Shelf& shelf, const std::string& id, const Params& params);
    /// Newest first; `limit`, `starting_after`, `ending_before`, `type`, `types[]`, `payment_intent`, `charge`.
    Outcome list(Shelf& shelf, const std::string& url, const Params& params);
    bool knows_secret(const std::string& intent, const std::string& client_secret);

    Shelf intents{"payment_intent", {}, {}}, charges{"charge", {}, {}}, refunds{"refund", {}, {}}, disputes{"dispute", {}, {}},
        warnings{"early_fraud_warning", {}, {}}, reviews{"review", {}, {}}, sessions{"checkout.session", {}, {}}, events{"event", {}, {}};
    CallInfo call;   ///< of the call being served; goes into its events

    std::int64_t now_s() const;

private:
    Outcome charge_card(Object& intent, const Card& card, bool was_challenged);
    Outcome approve(Object& intent, const Card& card, bool was_challenged);
    Outcome decline(Object& intent, const Card& card, const std::string& decline_code, bool was_challenged);
    Outcome challenge(Object& intent, const Card& card, const Params& params);
    void settle_intent(Object& intent, Object& charge);
    Object& add_charge(const Object& intent, const Card& card, bool is_paid, bool was_challenged);
    void after_payment(const Object& charge, const Card& card);
    void open_dispute(const Object& charge, const Card& card, bool is_inquiry);
    void move_funds(Object& dispute, int direction);
    void fail_refund(Object& refund);
    bool refundable_while_disputed(const std::string& charge) const;
    void complete_session(Object& session, const Object& intent);
    void emit(const std::string& type, const Object& object);
    void emit_update(const std::string& type, const Object& object, Object previous);
    void expand(Object& object, const Params& params);
    void expand_path(Object& object, const std::string& path);

    Ids& ids;
    std::function<Instant()> clock;
    FaultBook& faults_;
    Tell tell_;
    std::map<std::string, Card> cards_in_challenge_;            // by intent
    std::map<std::string, shape::Fields> for_sessions_intent_;  // what a session will make its intent with
};

}  // namespace vitrine::simulators::stripe
