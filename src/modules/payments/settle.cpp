#include <algorithm>

#include "core/check.h"
#include "modules/ledger/api.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

struct Seen {
    PaymentRow payment;
    rules::Known known;
};

/// A verdict without a reference holds only while no reference is recorded: otherwise the buyer may be paying there right now.
bool is_overtaken(const Truth& truth, const PaymentRow& payment, const std::vector<std::string>& references) {
    bool is_verdict = truth.standing == Standing::cancelled || truth.standing == Standing::failed;
    return truth.reference.empty() && is_verdict && !references.empty() && gateway_of(payment).can().is_remote;
}

/// Locks first and reads afterwards: a statement sees what was committed when it began, and the lock may have waited.
Task<Result<Seen>> load(pg::Tx& tx, PaymentId id, const Truth& truth) {
    auto locked = tx.queue(sql::lock_order_payments(id));
    auto receipts = tx.queue(sql::receipts_of_order(id));
    auto references = tx.queue(sql::references_of(id));
    pg::Later<std::optional<PaymentId>> owner;
    if (!truth.reference.empty()) owner = tx.queue(sql::add_reference(truth.reference, id));
    co_await tx.flush();

    auto own = std::ranges::find(*locked, id, &PaymentRow::id);
    if (own == locked->end()) co_return refuse(not_found);
    bool is_ours = truth.claimed_payment.empty() || truth.claimed_payment == id.text();
    if (!is_ours || (!truth.reference.empty() && *owner != id)) co_return refuse(reference_taken);
    if (is_overtaken(truth, *own, *references)) co_return refuse(moved_on);

    rules::Known known{.state = own->state, .amount = own->money(), .has_words = own->failure.has_value()};
    known.order_is_paid = std::ranges::any_of(*receipts, [](const auto& r) { return r.use == ReceiptUse::order; });
    known.money_is_booked = std::ranges::any_of(*receipts, [&](const auto& r) { return r.payment == id && r.reference == truth.reference; });
    co_return Seen{std::move(*own), known};
}

Task<void> move(pg::Tx& tx, PaymentRow& payment, const rules::Decision& decision) {
    if (decision.to) {
        check(payment_moves.allows(payment.state, *decision.to), "a payment moves along its table");
        auto moved = co_await tx.ask(sql::move(payment.id, payment.state, *decision.to, decision.failure, tx.ctx().now));
        check(moved == 1, "the state of a locked payment stands still");
        payment.state = *decision.to;
    } else if (decision.failure) {
        tx.send(sql::note_failure(payment.id, *decision.failure, tx.ctx().now));
    }
    if (decision.failure) payment.failure = decision.failure;
}

void book_capture(pg::Tx& tx, const PaymentRow& payment) {
    auto amount = payment.money();
    ledger::Posting posting{"payment.captured", payment.id.text(), {{"clearing:" + payment.method, amount}, {"receivable", -amount}}};
    ledger::post(tx, {std::move(posting)});
}

void book_surplus(pg::Tx& tx, const PaymentRow& payment, const Truth& truth) {
    ledger::Posting posting{"payment.surplus", payment.id.text() + ":" + truth.reference, {{"clearing:" + payment.method, truth.received}, {"surplus", -truth.received}}};
    ledger::post(tx, {std::move(posting)});
}

/// Surplus goes back by itself where the gateway can do that; elsewhere the refund waits for a person.
Task<void> give_surplus_back(pg::Tx& tx, const PaymentRow& payment, const Truth& truth, const std::string& reason) {
    NewRefund refund{.id = RefundId::next(tx.ctx().now), .payment = payment.id, .amount = truth.received, .reason = reason};
    auto reserved = reserve_refund(tx, payment, refund, truth.reference, truth.received);
    co_await tx.flush();
    check(*reserved == 1, "a new receipt can be given back in full");
}

Task<void> book(pg::Tx& tx, const PaymentRow& payment, const Truth& truth, const rules::Decision& decision, const std::optional<std::string>& note) {
    if (!decision.receipt || truth.received.is_zero()) co_return;
    bool is_surplus = *decision.receipt == ReceiptUse::surplus;
    auto reason = is_surplus ? std::optional(decision.reason) : std::nullopt;
    tx.send(sql::add_receipt(payment.id, truth.reference, payment.order_ref, *decision.receipt, reason, truth.received.minor, truth.received.currency, note, tx.ctx().now));
    if (!is_surplus) {
        book_capture(tx, payment);
        co_return;
    }
    book_surplus(tx, payment, truth);
    co_await give_surplus_back(tx, payment, truth, decision.reason);
}

/// Money that waits, and money that a person has to look at.
Task<void> keep_in_view(pg::Tx& tx, const PaymentRow& payment, const Truth& truth, const rules::Decision& decision) {
    if (decision.announces_authorization) tx.send(sql::note_authorization(payment.id, truth.capture_by, tx.ctx().now));
    if (decision.doubt.empty()) co_return;
    co_await open_warning(tx, payment, {.warning = truth.reference, .reference = truth.reference, .kind = WarningKind::no_three_d_secure, .reason = decision.doubt});
}

void announce(pg::Tx& tx, const PaymentRow& payment, const Truth& truth, const rules::Decision& decision) {
    std::vector<jobs::Publication> news;
    auto add = [&](const auto& what) { news.push_back({std::string(std::remove_cvref_t<decltype(what)>::name), payment.id.text(), to_json(what)}); };
    auto released = payment.released > 0 ? std::optional(Money{payment.released, payment.currency}) : std::nullopt;
    if (decision.receipt == ReceiptUse::order) add(PaymentSucceeded{payment.id, payment.order_ref, payment.method, payment.money(), truth.card, released});
    if (decision.announces_promise) add(PaymentPromised{payment.id, payment.order_ref, payment.method, payment.money()});
    if (decision.announces_authorization) add(PaymentAuthorized{payment.id, payment.order_ref, payment.method, payment.money(), truth.capture_by, truth.card});
    if (decision.receipt == ReceiptUse::surplus) add(SurplusReceived{payment.id, payment.order_ref, payment.method, truth.received, decision.reason});
    if (decision.announces_failure) add(PaymentFailed{payment.id, payment.order_ref, payment.method, decision.reason});
    jobs::publish_all(tx, std::move(news));
}

}  // namespace

Task<Result<PaymentView>> settle_within(pg::Tx& tx, PaymentId id, const Truth& truth, const std::optional<std::string>& note) {
    auto seen = co_await load(tx, id, truth);
    if (!seen) co_return refuse(std::move(seen.error()));
    auto decision = rules::settle(seen->known, truth);
    if (!truth.declined_attempt.empty()) risk::note_decline(tx, seen->payment.order_ref, truth.declined_attempt);
    if (!decision.is_nothing()) {
        co_await move(tx, seen->payment, decision);
        co_await book(tx, seen->payment, truth, decision, note);
        announce(tx, seen->payment, truth, decision);
        co_await keep_in_view(tx, seen->payment, truth, decision);
        bool is_closed = decision.to == State::failed || decision.to == State::cancelled;
        if (is_closed && truth.standing != Standing::succeeded) co_await release_deposits(tx, seen->payment);
    }
    co_return view_of(seen->payment);
}

Task<Result<PaymentView>> settle(App& app, Ctx ctx, PaymentId id, Truth truth, std::optional<std::string> note) {
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<PaymentView>> { co_return co_await settle_within(tx, id, truth, note); };
    co_return co_await app.db.transaction(ctx, in_transaction);
}

}  // namespace vitrine::payments
