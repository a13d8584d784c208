#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/app.h"
#include "modules/stores/api.h"

namespace vitrine::payments {

using PaymentId = Id<"pay">;
using RefundId = Id<"ref">;

inline constexpr RefusalKind method_unavailable{"payments.method_unavailable", 422, "This way to pay is not offered here"};
inline constexpr RefusalKind not_found{"payments.not_found", 404, "No such payment"};
inline constexpr RefusalKind gateway_unreachable{"payments.gateway_unreachable", 503, "The payment provider does not answer now; try again shortly"};
inline constexpr RefusalKind declined{"payments.declined", 409, "The payment was declined"};
inline constexpr RefusalKind not_by_hand{"payments.not_by_hand", 409, "Only a bank transfer can be marked as paid"};
inline constexpr RefusalKind wrong_amount{"payments.wrong_amount", 422, "This is not the amount that was asked for"};
inline constexpr RefusalKind refund_too_large{"payments.refund_too_large", 409, "This is more than what is left of the payment"};
inline constexpr RefusalKind refund_not_found{"payments.refund_not_found", 404, "No such refund"};
inline constexpr RefusalKind reference_taken{"payments.reference_taken", 409, "The provider's reference belongs to another payment"};
inline constexpr RefusalKind signature_refused{"payments.signature_refused", 400, "The signature of this message does not fit"};

enum class State { created, pending, authorized, succeeded, failed, cancelled, refunded };
SHAPE_ENUM(State, created, pending, authorized, succeeded, failed, cancelled, refunded)

/// A way to pay as the checkout shows it.
struct Method {
    std::string code;               ///< "stripe", "bank_transfer"
    std::string name;
    std::string description;
    bool needs_script = false;      ///< cannot be completed with scripts off
    std::optional<std::string> unavailable_reason;
};
SHAPE(Method, code, name, description, needs_script, unavailable_reason)

/// Pure. The methods of this store for an amount and country, in the store's order.
std::vector<Method> methods(const Config& config, const stores::Store& store, const Money& amount, std::string_view country);

/// Pure. How long a buyer has to pay this way: 30 minutes, or 3 days for a bank transfer. The sweeper closes the payment afterwards.
Duration payment_window(std::string_view method);

/// What the buyer does next.
struct Instructions {
    std::string bank, title, account, iban, reference;
    Money amount;
    Instant deadline{};
};
SHAPE(Instructions, bank, title, account, iban, reference, amount, deadline)
struct Next {
    std::string kind;               ///< "client_secret", "redirect", "modal", "instructions", "none"
    std::optional<std::string> client_secret;    ///< for this buyer's browser only; never logged, never stored
    std::optional<std::string> publishable_key;
    std::optional<std::string> url;
    std::optional<Instructions> instructions;
};
SHAPE(Next, kind, client_secret, publishable_key, url, instructions)

/// A payment to be opened together with its order.
struct NewPayment {
    PaymentId id;
    std::string order;              ///< "ord_…"
    std::string order_number;
    std::string method;
    Money amount;
    std::string email;
    std::optional<Instant> pay_by;  ///< when the window closes; absent: ctx.now + payment_window(method)
};
/// Pure. What the buyer does next where there is nobody to ask (bank transfer): such a payment is opened as pending and needs no `start`, so that it
/// costs no transaction of its own. Nothing for every other method, and for an amount of zero.
std::optional<Next> next_at_once(const stores::Store& store, const NewPayment& payment);

/// Queues the rows of these payments (created, or pending where next_at_once has an answer) into the order's transaction, one statement, and the timers of the sweeper, another.
/// Unique: (order, attempt).
void open(pg::Tx& tx, const std::vector<NewPayment>& payments);

/// Tells the gateway, outside any transaction, with the payment id as idempotency key, and records the attempt in a short transaction.
/// May be repeated and raced: the same payment gives the same answer. Talks to the outside. A gateway that does not answer gives
/// Next{"pending"}-like kind "none" with state created; the sweeper tries again, the order stands.
Task<Result<Next>> start(App& app, Ctx ctx, PaymentId payment);

struct PaymentView {
    PaymentId id;
    std::string order, method;
    State state = State::created;
    Money amount;
    std::optional<std::string> failure;   ///< for the buyer, from the gateway's card error
    Instant created_at{};
};
SHAPE(PaymentView, id, order, method, state, amount, failure, created_at)
/// All attempts of an order, oldest first.
Task<std::vector<PaymentView>> of_order(App& app, Ctx ctx, std::string order);

/// Asks the gateway for the truth and settles by it: the browser's return, the webhook job, the admin's reverify and the sweeper all end here.
/// Locks the payment, compares amount and currency, moves the state, writes the ledger, publishes PaymentSucceeded or PaymentFailed once.
/// A repeat changes nothing. Talks to the outside before its transaction.
Task<Result<PaymentView>> verify(App& app, Ctx ctx, PaymentId payment);

/// Staff says the transfer has arrived. Refuses what is not a bank transfer, or another amount.
Task<Result<PaymentView>> mark_paid(App& app, Ctx ctx, PaymentId payment, Money received, std::string note);

/// Closes an unpaid payment because its order is given up: cancels it at the gateway, so that nobody can pay it any more, then here, and
/// publishes PaymentFailed. When the money came first, that is settled instead: look at the state of the answer before cancelling the order.
/// A payment at its end is answered as it is. May be repeated. Talks to the outside. Refuses payments.gateway_unreachable (try again later).
Task<Result<PaymentView>> cancel(App& app, Ctx ctx, PaymentId payment);

enum class RefundState { created, pending, succeeded, failed };
SHAPE_ENUM(RefundState, created, pending, succeeded, failed)

struct NewRefund {
    RefundId id;               ///< a repeat with the same id is the same refund
    PaymentId payment;
    Money amount;              ///< at most what is left of the captured amount
    std::string reason;
};
struct RefundView {
    RefundId id;
    PaymentId payment;
    RefundState state = RefundState::created;
    Money amount;
    std::string reason;
    std::optional<std::string> failure;  ///< the gateway's word
};
SHAPE(RefundView, id, payment, state, amount, reason, failure)

/// Gives captured money back. Reserves the amount under the payment's lock first (two refunds never exceed the capture), then asks the gateway with the
/// refund id as idempotency key; an unknown end stays `created` and a job asks again. A failed refund frees its amount. Talks to the outside.
/// Refuses payments.not_found, payments.wrong_amount (currency, or not positive), payments.refund_too_large.
Task<Result<RefundView>> refund(App& app, Ctx ctx, NewRefund refund);

/// Money of a succeeded payment that its order cannot take: recorded as surplus and given back through the gateway in the background (a bank transfer
/// waits for staff); SurplusReceived says so. Repeatable: happens once per payment.
void give_back(pg::Tx& tx, PaymentId payment, std::string order, std::string method, Money amount, std::string reason);

/// News. The payment is the aggregate: whoever publishes holds its lock.
struct PaymentSucceeded {
    static constexpr std::string_view name = "payments.succeeded";
    PaymentId payment;
    std::string order, method;
    Money amount;
};
SHAPE(PaymentSucceeded, payment, order, method, amount)
struct PaymentFailed {
    static constexpr std::string_view name = "payments.failed";
    PaymentId payment;
    std::string order, method;
    std::string reason;
};
SHAPE(PaymentFailed, payment, order, method, reason)
/// Money came for an order that cannot take it (cancelled, already paid, wrong amount). A person or the refund job deals with it.
struct SurplusReceived {
    static constexpr std::string_view name = "payments.surplus";
    PaymentId payment;
    std::string order, method;
    Money amount;
    std::string reason;
};
SHAPE(SurplusReceived, payment, order, method, amount, reason)

}  // namespace vitrine::payments
