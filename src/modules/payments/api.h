#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/app.h"
#include "modules/payments/doubts.h"
#include "modules/payments/questions.h"
#include "modules/payments/transfers.h"
#include "modules/risk/api.h"
#include "modules/stores/api.h"

namespace vitrine::payments {

inline constexpr RefusalKind method_unavailable{"payments.method_unavailable", 422, "This way to pay is not offered here"};
inline constexpr RefusalKind not_found{"payments.not_found", 404, "No such payment"};
inline constexpr RefusalKind gateway_unreachable{"payments.gateway_unreachable", 503, "The payment provider does not answer now; try again shortly"};
inline constexpr RefusalKind declined{"payments.declined", 409, "The payment was declined"};
inline constexpr RefusalKind not_by_hand{"payments.not_by_hand", 409, "Only a bank transfer and cash at the door are marked as paid by hand"};
inline constexpr RefusalKind not_collected{"payments.not_collected", 409, "No courier has collected this money"};
inline constexpr RefusalKind wrong_amount{"payments.wrong_amount", 422, "This is not the amount that was asked for"};
inline constexpr RefusalKind capture_under_way{"payments.capture_under_way", 409, "The money is being captured now; look again in a few minutes"};
inline constexpr RefusalKind refund_too_large{"payments.refund_too_large", 409, "This is more than what is left of the payment"};
inline constexpr RefusalKind refund_not_found{"payments.refund_not_found", 404, "No such refund"};
inline constexpr RefusalKind refund_not_by_hand{"payments.refund_not_by_hand", 409, "The payment provider carries this refund out; nobody ends it by hand"};
inline constexpr RefusalKind refund_ended{"payments.refund_ended", 409, "This refund has ended already, and otherwise"};
inline constexpr RefusalKind reference_taken{"payments.reference_taken", 409, "The provider's reference belongs to another payment"};
inline constexpr RefusalKind signature_refused{"payments.signature_refused", 400, "The signature of this message does not fit"};
inline constexpr RefusalKind return_refused{"payments.return_refused", 400, "This is not what the payment provider sends back"};
inline constexpr RefusalKind no_hosted_page{"payments.no_hosted_page", 409, "This way to pay has no page of its own"};
inline constexpr RefusalKind not_authorized{"payments.not_authorized", 409, "There is no authorised money to capture"};
inline constexpr RefusalKind not_captured{"payments.not_captured", 409, "The money for this order is authorised but not captured yet"};
inline constexpr RefusalKind dispute_not_found{"payments.dispute_not_found", 404, "No such dispute"};
inline constexpr RefusalKind dispute_closed{"payments.dispute_closed", 409, "The provider takes no more evidence for this dispute"};
inline constexpr RefusalKind review_not_found{"payments.review_not_found", 404, "No such review"};
inline constexpr RefusalKind review_closed{"payments.review_closed", 409, "This review is over"};
inline constexpr RefusalKind asks_nothing{"payments.asks_nothing", 409, "This way to pay asks for nothing here"};
inline constexpr RefusalKind details_refused{"payments.details_refused", 422, "These details cannot be used to pay"};

enum class State { created, pending, authorized, succeeded, failed, cancelled, refunded };
SHAPE_ENUM(State, created, pending, authorized, succeeded, failed, cancelled, refunded)

/// A way to pay as the checkout shows it.
struct Method {
    std::string code;               ///< "stripe", "bank_transfer"
    std::string name;
    std::string description;
    bool needs_script = false;      ///< cannot be completed with scripts off
    bool pays_later = false;        ///< paid when the goods are handed over
    std::optional<std::string> unavailable_reason;
    std::optional<Money> fee = {};  ///< what this way costs the buyer, as the store enters prices
    std::vector<Question> questions = {};     ///< what the buyer has to say to pay this way
};
SHAPE(Method, code, name, description, needs_script, pays_later, unavailable_reason, fee, questions)

/// A way to pay and an amount it can take, checked against each other. Nothing else opens a payment or reaches a gateway, so an amount in a
/// currency that a gateway does not take cannot be named to it.
class Tender {
public:
    /// Pure. Refuses payments.method_unavailable: nobody knows this way to pay, or it does not take this currency.
    static Result<Tender> of(std::string_view method, const Money& amount);
    const std::string& method() const { return method_; }
    const Money& amount() const { return amount_; }

private:
    Tender(std::string method, const Money& amount) : method_(std::move(method)), amount_(amount) {}
    std::string method_;
    Money amount_;
};

/// The methods of this store for an amount and country, in the store's order, each with why it cannot be used now: by what the gateway declares, the
/// store's settings, and whether the gateway answers these days. One that is away is still offered when nothing else is left.
std::vector<Method> methods(const Config& config, const stores::Store& store, const Money& amount, std::string_view country);

/// What a way of paying costs the buyer, by the store's settings; nothing for most.
struct Fee {
    std::string name;               ///< "Cash on delivery"
    Money price;                    ///< as the store enters prices, with or without tax
};
/// Pure. Nothing for a way nobody knows and for one in another currency than the store's.
std::optional<Fee> fee_of(const Config& config, const stores::Store& store, std::string_view method);

/// Pure. How long a buyer has to pay this way: 30 minutes unless the gateway says otherwise (3 days for a bank transfer, 2 days in cash at a shop). The
/// sweeper closes the payment afterwards.
Duration payment_window(std::string_view method, const Answers& answers = {});

/// What the buyer does next.
struct Instructions {
    std::string bank, title, account, iban, reference;
    Money amount;
    Instant deadline{};
    std::optional<std::string> token = {};   ///< to be told at the till of an agent's shop, where the amount is paid in cash; then there is no bank
};
SHAPE(Instructions, bank, title, account, iban, reference, amount, deadline, token)
struct FormField {
    std::string name, value;
};
SHAPE(FormField, name, value)
/// A form of the provider that its script shows over our page. What it gives back is posted to `callback_url`, by script or by the provider itself.
struct Modal {
    std::string key;                ///< the provider's name for the shop; public
    std::string reference;          ///< of the charge
    Money amount;
    std::string name, description, email;
    std::string callback_url;
    std::int64_t timeout_s = 0;     ///< after which it closes itself
    std::vector<FormField> notes;   ///< travel with the payment
};
SHAPE(Modal, key, reference, amount, name, description, email, callback_url, timeout_s, notes)
/// Something the buyer types at our page so that the provider can ask for the money elsewhere, on a phone. Never stored, never logged.
struct Ask {
    std::string name, label, hint;
    std::string autocomplete, inputmode;   ///< of HTML
    std::int64_t longest = 40;
};
SHAPE(Ask, name, label, hint, autocomplete, inputmode, longest)
struct Next {
    std::string kind;               ///< "client_secret", "redirect", "modal", "wallet", "instructions", "wait" (the buyer says yes elsewhere: look again soon), "none"
    std::optional<std::string> client_secret;    ///< for this buyer's browser only; never logged, never stored
    std::optional<std::string> publishable_key;
    std::optional<std::string> script_url;       ///< of the provider's browser script, with client_secret and modal
    std::optional<std::string> url;              ///< of redirect
    std::optional<std::vector<FormField>> fields;   ///< of redirect: post them to `url` as a form; absent: just go there
    std::optional<Modal> modal;
    std::optional<std::vector<Ask>> asks;        ///< of wallet: give what the buyer typed to `pay_with`
    std::optional<Instructions> instructions;
};
SHAPE(Next, kind, client_secret, publishable_key, script_url, url, fields, modal, asks, instructions)

/// What a page must allow so that a provider's script, frames and forms work in it: origins such as "https://js.stripe.com".
struct BrowserOrigins {
    std::vector<std::string> scripts, frames, connections, forms, images;
};
/// Pure. std::logic_error for a method nobody knows.
BrowserOrigins browser_origins(const Config& config, const stores::Store& store, std::string_view method);

/// A payment to be opened together with its order.
struct NewPayment {
    PaymentId id;
    std::string order;              ///< "ord_…"
    std::string order_number;
    Tender tender;
    std::string email;
    bool requires_3ds = false;      ///< the store's rules want the buyer authenticated, where the gateway can do that
    std::optional<Instant> pay_by = {};  ///< when the window closes; absent: ctx.now + payment_window(method)
};
/// Pure. What the buyer does next where there is nobody to ask (bank transfer): such a payment is opened as pending and needs no `start`, so that it
/// costs no transaction of its own. Nothing for every other method, and for an amount of zero.
std::optional<Next> next_at_once(const stores::Store& store, const NewPayment& payment);

/// Queues the rows of these payments (created, or pending where next_at_once has an answer) into the order's transaction, one statement, and the timers of the sweeper, another.
/// Unique: (order, attempt).
void open(pg::Tx& tx, const std::vector<NewPayment>& payments);

/// Who starts a payment, and from where.
struct Visit {
    std::string base = {};          ///< scheme and authority as the buyer's browser sees them; empty: the store's own address
    bool is_first_start = false;    ///< the payment was opened in this very request and not started before: saves gateways without idempotency keys a look
    Answers answers = {};           ///< what the gateway asks for; those that it cannot take are left out
};
/// Where browsers come back to from a gateway, its code appended; the storefront serves it.
inline constexpr std::string_view return_path = "/checkout/return/";
/// Whether a gateway sends browsers back with a parameter of this name: its values are the gateway's own numbers, read by its own reader and kept nowhere. Pure.
bool is_return_field(std::string_view gateway, std::string_view name);
/// Where a buyer may pay an order, its id appended.
inline constexpr std::string_view pay_path = "/checkout/pay/";

/// Tells the gateway, outside any transaction, with the payment id as idempotency key, and records the attempt in a short transaction.
/// May be repeated and raced: the same payment gives the same answer. Talks to the outside. A gateway that does not answer gives
/// Next{"pending"}-like kind "none" with state created; the sweeper tries again, the order stands.
Task<Result<Next>> start(App& app, Ctx ctx, PaymentId payment, Visit visit = {});

/// The same for a browser that runs no scripts: a page of the gateway to go to. Refuses payments.no_hosted_page, payments.gateway_unreachable.
Task<Result<Next>> start_hosted(App& app, Ctx ctx, PaymentId payment, Visit visit = {});

/// What a buyer is asked to type to pay this way from our page; empty for most. Pure.
std::vector<Ask> asks_of(std::string_view method);
/// Whether `start_hosted` has a page to send the buyer to. Pure.
bool has_hosted_page(std::string_view method);
/// What the gateway asks a buyer of this store. Pure.
std::vector<Question> questions_of(const Config& config, const stores::Store& store, std::string_view method);

/// Where a browser in the middle of a gateway's own road has to be posted on to; nothing when it is back for good (then take_return). Pure.
std::optional<Next> pass_on(const Config& config, const stores::Store& store, std::string_view gateway, const shape::Fields& fields, std::string_view base);

/// What the buyer was told to do to pay this payment, while that holds: an account to transfer to, a token for an agent's shop.
Task<std::optional<Instructions>> instructions(App& app, Ctx ctx, PaymentId payment);

struct PaymentView {
    PaymentId id;
    std::string order, method;
    State state = State::created;
    Money amount;
    std::optional<std::string> failure;   ///< for the buyer, from the gateway's card error
    Instant created_at{};
};
SHAPE(PaymentView, id, order, method, state, amount, failure, created_at)
/// Pays with what the buyer typed at our page (Next "wallet"): checks it, writes the attempt down, asks the provider, who asks the buyer on the phone, and settles
/// by the answer. May take a minute; without an answer the payment stays as it is and the provider is asked later. While an attempt is under way another call
/// starts none. Refuses payments.asks_nothing, payments.details_refused, payments.declined (the provider cannot take it at all), payments.gateway_unreachable.
Task<Result<PaymentView>> pay_with(App& app, Ctx ctx, PaymentId payment, shape::Fields typed);

/// All attempts of an order, oldest first.
Task<std::vector<PaymentView>> of_order(App& app, Ctx ctx, std::string order);

/// Asks the gateway for the truth and settles by it: the browser's return, the webhook job, the admin's reverify and the sweeper all end here.
/// Locks the payment, compares amount and currency, moves the state, writes the ledger, publishes PaymentSucceeded or PaymentFailed once.
/// A repeat changes nothing. Talks to the outside before its transaction.
Task<Result<PaymentView>> verify(App& app, Ctx ctx, PaymentId payment);

/// Takes in what a browser brought back from a gateway, in its query or form: the signature is checked where the gateway signs, then the gateway is
/// asked; nothing in the fields is believed. A gateway that does not answer leaves the payment as it was. Refuses payments.return_refused, payments.not_found.
Task<Result<PaymentView>> take_return(App& app, Ctx ctx, std::string gateway, shape::Fields fields);

/// Staff says that a transfer has arrived, or that the courier took the money at the door (exactly what was asked for). Of transfers any amount is taken in:
/// partial money waits as a deposit, what is more than asked for is surplus, and what comes for a closed payment is, too. Above the store's limit
/// (`bank_transfer_two_people_above`, all transfers of a payment together) nothing counts before a second person confirms.
/// Repeatable: one `bank_reference` is one transfer of a payment; without one, one `request_key` (empty counts as one) is.
/// Refuses payments.not_by_hand, payments.wrong_amount (currency, or not positive), payments.transfer_differs.
Task<Result<PaymentView>> mark_paid(App& app, Ctx ctx, PaymentId payment, Money received, std::string note, std::string bank_reference = {}, std::string request_key = {});

/// Staff says that the courier has paid over what was collected. Repeatable: booked once. Refuses payments.not_collected, payments.wrong_amount.
Task<Result<PaymentView>> remit(App& app, Ctx ctx, PaymentId payment, Money received);

/// Closes an unpaid payment because its order is given up: cancels it at the gateway, so that nobody can pay it any more, then here, and
/// publishes PaymentFailed. When the money came first, that is settled instead: look at the state of the answer before cancelling the order.
/// A payment at its end is answered as it is. May be repeated. Talks to the outside. Refuses payments.gateway_unreachable (try again later).
Task<Result<PaymentView>> cancel(App& app, Ctx ctx, PaymentId payment);

/// Takes money that was authorised, less what the order no longer owes (release_authorized). Repeatable: what was captured before is answered as it is. Talks to the outside.
/// Refuses payments.not_found, payments.not_authorized (also when the gateway has let the authorisation lapse), payments.gateway_unreachable.
Task<Result<PaymentView>> capture(App& app, Ctx ctx, PaymentId payment);

/// To be asked before goods go out: captures what is authorised where the store captures at shipment. Repeatable. Talks to the outside.
/// Refuses payments.not_captured where a person has to capture first, otherwise as capture.
Task<Result<PaymentView>> ready_for_shipment(App& app, Ctx ctx, PaymentId payment);

/// What is authorised and waits to be captured, where the gateway can take a part of it. Locks the payments of the order until the transaction ends.
Task<std::optional<Money>> lock_authorized(pg::Tx& tx, PaymentId payment);
/// That much less is taken when it is captured, and the gateway lets it go then. In the transaction in which the order stops owing it. Refuses
/// payments.not_authorized, payments.capture_under_way, payments.wrong_amount, payments.refund_too_large (all of it: the order is cancelled instead).
Task<Result<void>> release_authorized(pg::Tx& tx, PaymentId payment, Money amount);

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
    bool is_by_hand = false;             ///< waits for a person, who transfers the money and says so (end_refund)
    bool was_gone = false;               ///< the buyer had it already, by a lost dispute or from the gateway itself: written down, nothing sent
    std::string order, method;
    Instant created_at{};
};
SHAPE(RefundView, id, payment, state, amount, reason, failure, is_by_hand, was_gone, order, method, created_at)

/// Gives captured money back. Reserves the amount under the payment's lock first (two refunds never exceed the capture), then asks the gateway with the
/// refund id as idempotency key; an unknown end stays `created` and a job asks again. A failed refund frees its amount. Where the gateway cannot do it
/// the refund is `pending` by hand. Talks to the outside. Refuses payments.not_found, payments.wrong_amount (currency, or not positive), payments.refund_too_large.
Task<Result<RefundView>> refund(App& app, Ctx ctx, NewRefund refund);

/// Money that the buyer has got back without a refund of ours that says so.
struct Gone {
    bool by_dispute = true;              ///< a dispute that was lost; else the gateway, or somebody at its dashboard, sent it back
    Uuid cause;                          ///< the dispute or the warning (WarningKind::given_back)
    Money amount;
};
/// The money an order was paid with through a gateway.
struct Captured {
    PaymentId payment;
    std::string method;
    Money amount, refunded;              ///< refunded: given back or about to be
    std::vector<Gone> gone;              ///< to be written down (write_down_gone), never to be sent again
    Money in_dispute;                    ///< held by the buyer's bank until a dispute is decided: cannot be given back now

    /// What a refund may still send.
    Money left() const;
};
/// Locks the payments of an order, named by any of them, until the transaction ends. Nothing: no money of theirs pays the order.
Task<std::optional<Captured>> lock_captured(pg::Tx& tx, PaymentId payment);
/// A refund that says what has happened already: it has succeeded, no gateway is asked, and the books stop holding the money (or what a lost dispute cost).
/// When that was the last doubt about the payment, it is released. Inside the caller's transaction. Refuses payments.not_found, payments.refund_too_large.
Task<Result<RefundView>> write_down_gone(pg::Tx& tx, NewRefund refund, Gone gone);
/// The first half of `refund`, inside the caller's transaction; a job carries it out, and `carry_out_refund` does so at once. Refuses as `refund`.
Task<Result<RefundView>> promise_refund(pg::Tx& tx, NewRefund refund);
/// Carries a promised refund out as far as the gateway answers. Repeatable. Talks to the outside. Refuses payments.refund_not_found.
Task<Result<RefundView>> carry_out_refund(App& app, Ctx ctx, RefundId refund);
/// All refunds of an order's payments, oldest first.
Task<std::vector<RefundView>> refunds_of_order(pg::Tx& tx, std::string order);

/// A person says how a refund by hand ended.
struct RefundEnd {
    RefundState outcome = RefundState::succeeded;  ///< succeeded or failed
    Text<1, 500> note;                             ///< the bank's reference, or why it could not be done
};
SHAPE(RefundEnd, outcome, note)
/// Ends a refund that waits for a person: books it, or frees its amount. Repeatable with the same outcome. Refuses payments.refund_not_found,
/// payments.refund_not_by_hand, payments.refund_ended, request.invalid (another outcome).
Task<Result<RefundView>> end_refund(App& app, Ctx ctx, RefundId refund, RefundEnd end);

/// Money of a succeeded payment that its order cannot take: recorded as surplus and given back through the gateway in the background (of a bank transfer
/// the refund waits for staff); SurplusReceived says so. Repeatable: happens once per payment.
void give_back(pg::Tx& tx, PaymentId payment, std::string order, std::string method, Money amount, std::string reason);

/// News. The payment is the aggregate: whoever publishes holds its lock.
struct PaymentSucceeded {
    static constexpr std::string_view name = "payments.succeeded";
    PaymentId payment;
    std::string order, method;
    Money amount;
    std::optional<risk::CardFacts> card = {};  ///< where the gateway tells
    std::optional<Money> released = {};        ///< what had been authorised beyond that and was let go, as the order said
};
SHAPE(PaymentSucceeded, payment, order, method, amount, card, released)
/// The buyer will pay at the door: the goods may go out before the money comes.
struct PaymentPromised {
    static constexpr std::string_view name = "payments.promised";
    PaymentId payment;
    std::string order, method;
    Money amount;
};
SHAPE(PaymentPromised, payment, order, method, amount)
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

/// A refund has come to its end: the money is back, or it could not be given back and is free again.
struct RefundEnded {
    static constexpr std::string_view name = "payments.refund_ended";
    RefundId refund;
    PaymentId payment;
    std::string order, method;
    RefundState state = RefundState::succeeded;
    Money amount;
    bool is_surplus = false;             ///< money that had not paid the order
};
SHAPE(RefundEnded, refund, payment, order, method, state, amount, is_surplus)

}  // namespace vitrine::payments
