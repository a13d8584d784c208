#pragma once
// What the use cases of this module share: the one settlement, the payloads of its jobs, and small translations.
#include "modules/payments/health.h"
#include "modules/payments/rows.h"

namespace vitrine::payments {

/// Another road was quicker: what was decided without a reference no longer fits, because a reference has been recorded since. Never leaves the module.
inline constexpr RefusalKind moved_on{"payments.moved_on", 409, "The payment moved on meanwhile"};

/// Brings our books to what the gateway says about one reference, in one transaction under the lock of the order's payments: see rules::settle.
/// A repeat changes nothing. `note` is kept with a receipt. Refuses payments.not_found, payments.reference_taken, payments.moved_on.
Task<Result<PaymentView>> settle(App& app, Ctx ctx, PaymentId payment, Truth truth, std::optional<std::string> note = {});

/// The same inside a transaction of the caller's.
Task<Result<PaymentView>> settle_within(pg::Tx& tx, PaymentId payment, const Truth& truth, const std::optional<std::string>& note);
/// Partial money of a payment that has just been closed, under its lock: becomes surplus, and its refund waits for a person. Nothing where there is none.
Task<void> release_deposits(pg::Tx& tx, const PaymentRow& payment);

/// What a caller of find_truths allows on the way.
enum class Taking {
    captures,     ///< what is authorised and was not agreed to wait
    takes_all,    ///< what waits, too
    only_looks,
};
/// Asks the gateway about everything it knows of a charge. What is merely authorised is captured, once, when `taking` says so and no money came yet.
/// Talks to the outside, through the circuit.
Task<Answer<std::vector<Truth>>> find_truths(App& app, Ctx ctx, const Gateway& gateway, Charge charge, Taking taking);

/// Settles by all that a gateway knows of a payment, see rules::to_settle. Gives the payment as it stands afterwards. Refuses as settle.
Task<Result<PaymentView>> settle_all(App& app, Ctx ctx, PaymentId payment, std::vector<Truth> truths);

/// Compares what the gateway says it has given back with our refunds; what none of them stands for is kept for a person (WarningKind::given_back) and holds the
/// payment, once. Repeatable.
Task<void> note_given_back(App& app, Ctx ctx, PaymentId payment, Truth truth);

/// verify() with what a signed message of the gateway says was taken.
Task<Result<PaymentView>> verify_as_said(App& app, Ctx ctx, PaymentId payment, std::optional<Said> said);

/// The charge of a start as the visit tells it.
Charge charge_for(const App& app, const Ctx& ctx, const PaymentRow& payment, Visit visit);
/// Writes down what the gateway opened and gives what the buyer does next; "none" when the payment was closed meanwhile.
Task<Result<Next>> hand_over(App& app, Ctx ctx, const Gateway& gateway, Charge charge, Started started);

/// cancel() with a reason of its own for PaymentFailed: "expired", "order_cancelled".
Task<Result<PaymentView>> close_unpaid(App& app, Ctx ctx, PaymentId payment, std::string reason);

/// Queues the reservation of a refund of one receipt of `payment`, and the job that carries it out; where the gateway cannot give that much of `of_all` back it
/// waits for a person instead. The count is 0 when the amount is no longer left, or the id is known.
pg::Later<std::int64_t> reserve_refund(pg::Tx& tx, const PaymentRow& payment, const NewRefund& refund, const std::string& reference, const Money& of_all);
/// Writes down how a refund stands, once, however many asked, in the transaction's lock of its payments: state, freed amount, books, news. Gives it as it is now.
Task<RefundRow> record_refund(pg::Tx& tx, RefundId refund, PaymentId payment, const RefundTruth& truth);

/// Asks the gateway about a dispute and brings our books to that: its row, the ledger, PaymentHeld when it opens, PaymentReleased when nothing is in doubt
/// any more. Repeatable. Talks to the outside. Refuses payments.not_found (none of our payments), payments.gateway_unreachable.
Task<Result<DisputeView>> track_dispute(App& app, Ctx ctx, const Gateway& gateway, std::string dispute);
/// Sends evidence and records how the dispute stands then. Refuses payments.dispute_not_found, payments.dispute_closed, payments.gateway_unreachable.
Task<Result<DisputeView>> answer_dispute(App& app, Ctx ctx, DisputeId dispute, std::vector<std::pair<std::string, std::string>> texts, bool is_final);

/// The same as track_dispute for a fraud warning or a review of the gateway's.
Task<Result<WarningView>> track_warning(App& app, Ctx ctx, const Gateway& gateway, std::string warning);
/// A person found the payment in order: tells the gateway where the review is its own, then closes the row and lets the goods go. Repeatable: what was approved
/// before is answered as it is. Talks to the outside. Refuses payments.review_not_found, payments.review_closed (otherwise than approved), payments.gateway_unreachable.
Task<Result<WarningView>> approve_review(App& app, Ctx ctx, WarningId warning, std::string note);
/// Keeps a warning inside `tx`, which holds the lock of the payment, and says that the payment is held when the warning is open and new.
Task<void> open_warning(pg::Tx& tx, const PaymentRow& payment, WarningTruth truth);
/// Says that a payment is free to go, unless something else keeps it. `tx` holds its lock.
Task<void> release_if_clear(pg::Tx& tx, PaymentId payment, std::string order, std::string method);

/// The payment that a dispute or warning is about, locked by nobody: by the gateway's reference of its charge, in the store that the charge names when there
/// is such a store, else in the caller's. An open payment is settled first. `ctx` becomes that store's. Refuses payments.not_found.
Task<Result<PaymentRow>> troubled_payment(App& app, Ctx& ctx, const Gateway& gateway, std::string reference, std::optional<std::string> claimed_store);

/// The gateway of a payment's method; std::logic_error when the program no longer has it.
const Gateway& gateway_of(const PaymentRow& payment);
/// A payment as its gateway is told of it, with the store's own address for a base.
Charge charge_of(const App& app, const PaymentRow& payment, StoreId store);
/// Scheme and authority a store is known by.
std::string store_base(const App& app, StoreId store);

/// Payloads of this module's jobs.
struct SweepPayment {
    PaymentId payment;
    std::int64_t round = 0;   ///< how often it was looked at
};
SHAPE(SweepPayment, payment, round)
struct PushPayment {
    PaymentId payment;
    std::string reference, what;
};
SHAPE(PushPayment, payment, reference, what)
struct WorkWebhook {
    std::string gateway, event;   ///< one of the messages about its subject: all that wait about that are worked
};
SHAPE(WorkWebhook, gateway, event)
struct CarryOutRefund {
    RefundId refund;
};
SHAPE(CarryOutRefund, refund)
struct GiveBackCapture {
    PaymentId payment;
    std::string reason;
};
SHAPE(GiveBackCapture, payment, reason)

inline constexpr std::string_view sweep_job = "payments.sweep", webhook_job = "payments.webhook", refund_job = "payments.refund",
                                  give_back_job = "payments.give_back", push_job = "payments.push";

/// Under which name the query of a message stands among its kept headers; no header has a colon in its name.
inline constexpr std::string_view kept_query = ":query";

/// One look of the sweeper: starts what was never started, asks, settles, and closes what is past its window. The state afterwards; an unreachable gateway
/// leaves it as it was. Talks to the outside.
Task<Result<State>> look_after(App& app, Ctx ctx, const PaymentRow& payment);
/// The codes of the gateways whose money comes with the goods.
std::vector<std::string> methods_paid_later();

Task<void> sweep_payment(App& app, const jobs::Attempt& attempt, const SweepPayment& what);
Task<void> work_push(App& app, const jobs::Attempt& attempt, const PushPayment& what);
Task<void> work_webhook(App& app, const jobs::Attempt& attempt, const WorkWebhook& what);
Task<void> work_refund(App& app, const jobs::Attempt& attempt, const CarryOutRefund& what);
Task<void> work_give_back(App& app, const jobs::Attempt& attempt, const GiveBackCapture& what);

/// Whether the gateway may be asked about this payment because a browser wants it: once a second and payment, per loop. Anybody who knows an id may ask.
bool may_ask_gateway(PaymentId payment, Instant now);

/// Takes a webhook of this gateway in: signature, inbox, job, 200. `ctx.store` is the fallback for events that name no store of ours.
Task<Result<http::Response>> receive_webhook(App& app, Ctx ctx, const Gateway& gateway, const http::Request& request);

}  // namespace vitrine::payments
