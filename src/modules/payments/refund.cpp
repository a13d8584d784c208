#include <algorithm>

#include "core/check.h"
#include "io/telemetry/log.h"
#include "modules/ledger/api.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

bool is_final(RefundState state) { return refund_moves.is_final(state); }

/// Whether the gateway itself can give so much of what it took back.
bool can_give_back(const Gateway& gateway, const Money& amount, const Money& of_all) { return gateway.can().refunds && (amount == of_all || gateway.can().partial_refunds); }

/// What a lost dispute has cost was taken out of `clearing` when it was opened; here it stops being a loss and is what the buyer got back.
void book(pg::Tx& tx, const RefundRow& refund) {
    auto account = refund.use == ReceiptUse::surplus ? "surplus" : "refunds";
    auto from = refund.dispute ? std::string("disputes") : "clearing:" + refund.method;
    ledger::Posting posting{refund.dispute ? "payment.charged_back" : "payment.refunded", refund.id.text(), {{account, refund.money()}, {std::move(from), -refund.money()}}};
    ledger::post(tx, {std::move(posting)});
}

/// A captured payment whose money has all gone back is refunded.
Task<void> end_payment(pg::Tx& tx, const PaymentRow& payment) {
    if (payment.state != State::succeeded) co_return;
    auto is_all_back = co_await tx.ask(sql::is_all_given_back(payment.id));
    if (is_all_back) tx.send(sql::move(payment.id, State::succeeded, State::refunded, std::nullopt, tx.ctx().now));
}

std::vector<rules::Missing> missing_of(const std::vector<sql::GoneMoney>& rows) {
    std::vector<rules::Missing> out;
    for (const auto& row : rows) out.push_back({{row.is_dispute, row.cause, {row.amount, row.currency}}, row.is_final});
    return out;
}

Captured captured_of(const PaymentRow& payment, const ReceiptRow& receipt, const std::vector<sql::GoneMoney>& rows) {
    Money amount{receipt.amount, receipt.currency}, refunded{receipt.refunded, receipt.currency};
    auto missing = rules::missing_money(amount - refunded, missing_of(rows));
    return {payment.id, payment.method, amount, refunded, std::move(missing.gone), missing.in_dispute};
}

void announce(pg::Tx& tx, const RefundRow& refund) {
    RefundEnded news{refund.id, refund.payment, refund.order_ref, refund.method, refund.state, refund.money(), refund.use == ReceiptUse::surplus};
    jobs::publish(tx, refund.payment.text(), news);
}

Task<RefundRow> record(App& app, Ctx ctx, const RefundRow& asked, const RefundTruth& truth) {
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<RefundRow>> { co_return co_await record_refund(tx, asked.id, asked.payment, truth); };
    auto recorded = co_await app.db.transaction(ctx, in_transaction);
    check(recorded.has_value(), "what a gateway says about a refund is written down");
    co_return std::move(*recorded);
}

/// The gateway cannot do it: a person does.
Task<RefundRow> hand_over(App& app, Ctx ctx, const RefundRow& refund) {
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<RefundRow>> {
        tx.send(sql::hand_over_refund(refund.id, tx.ctx().now));
        co_return (co_await tx.ask(sql::refund(refund.id))).value();
    };
    auto now = co_await app.db.transaction(ctx, in_transaction);
    log::warn("payments.refund_by_hand", {{"refund", refund.id.text()}, {"method", refund.method}});
    co_return std::move(*now);
}

}  // namespace

pg::Later<std::int64_t> reserve_refund(pg::Tx& tx, const PaymentRow& payment, const NewRefund& refund, const std::string& reference, const Money& of_all) {
    auto now = tx.ctx().now;
    bool by_hand = !can_give_back(gateway_of(payment), refund.amount, of_all);
    auto state = by_hand ? RefundState::pending : RefundState::created;
    auto reserved = tx.queue(sql::reserve_refund(refund.id, refund.payment, reference, refund.amount.minor, refund.amount.currency, refund.reason, state, by_hand, now));
    if (!by_hand) jobs::later(tx, std::string(refund_job), refund.id.text(), now, CarryOutRefund{refund.id});
    return reserved;
}

Task<RefundRow> record_refund(pg::Tx& tx, RefundId id, PaymentId of, const RefundTruth& truth) {
    auto locked = tx.queue(sql::lock_order_payments(of));
    auto found = tx.queue(sql::refund(id));  // a statement of its own: sees what was committed before the lock was ours
    co_await tx.flush();
    check(found->has_value(), "refunds are never deleted");
    auto now = **found;
    if (!refund_moves.allows(now.state, truth.state)) co_return now;
    auto word = truth.failure.empty() ? std::nullopt : std::optional(truth.failure);
    auto name = truth.provider_refund.empty() ? std::nullopt : std::optional(truth.provider_refund);
    auto moved = co_await tx.ask(sql::move_refund(id, now.state, truth.state, name, word, tx.ctx().now));
    check(moved == 1, "the state of a refund stands still under its payment's lock");
    now.state = truth.state;
    now.failure = word;
    if (!is_final(now.state)) co_return now;
    if (now.state == RefundState::failed) tx.send(sql::free_refund(now.payment, now.reference, now.amount));
    if (now.state == RefundState::succeeded) {
        book(tx, now);
        auto payment = std::ranges::find(*locked, now.payment, &PaymentRow::id);
        co_await end_payment(tx, *payment);
    }
    announce(tx, now);
    co_return now;
}

Task<std::optional<Captured>> lock_captured(pg::Tx& tx, PaymentId payment) {
    auto locked = tx.queue(sql::lock_order_payments(payment));
    auto receipts = tx.queue(sql::receipts_of_order(payment));
    co_await tx.flush();
    auto receipt = std::ranges::find(*receipts, ReceiptUse::order, &ReceiptRow::use);
    if (receipt == receipts->end()) co_return std::nullopt;
    auto own = std::ranges::find(*locked, receipt->payment, &PaymentRow::id);
    co_return captured_of(*own, *receipt, co_await tx.ask(sql::gone_money(receipt->payment)));
}

Money Captured::left() const {
    auto left = amount - refunded - in_dispute;
    for (const auto& one : gone) left = left - one.amount;
    return left;
}

/// Reserves under the lock of the payment, so that of two refunds at once the second sees what the first has taken. What the buyer has got back without a refund, or
/// the buyer's bank holds, is not there to be sent.
Task<Result<RefundView>> promise_refund(pg::Tx& tx, NewRefund wanted) {
    auto locked = tx.queue(sql::lock_order_payments(wanted.payment));
    auto receipts = tx.queue(sql::receipts_of_order(wanted.payment));
    co_await tx.flush();
    auto own = std::ranges::find(*locked, wanted.payment, &PaymentRow::id);
    if (own == locked->end()) co_return refuse(not_found);
    auto receipt = std::ranges::find_if(*receipts, [&](const auto& r) { return r.payment == wanted.payment && r.use == ReceiptUse::order; });
    if (receipt == receipts->end()) co_return refuse(refund_too_large, "Nothing was captured");
    if (wanted.amount.currency != receipt->currency || wanted.amount.minor <= 0) co_return refuse(wrong_amount);
    auto known = tx.queue(sql::refund(wanted.id));
    auto gone = tx.queue(sql::gone_money(wanted.payment));
    co_await tx.flush();
    auto left = captured_of(*own, *receipt, *gone).left();
    if (!*known && left < wanted.amount) co_return refuse(refund_too_large, "Left: " + format_for_people(left));
    reserve_refund(tx, *own, wanted, receipt->reference, {receipt->amount, receipt->currency});
    auto row = co_await tx.ask(sql::refund(wanted.id));
    if (!row) co_return refuse(refund_too_large, "Left: " + format_for_people(Money{receipt->amount - receipt->refunded, receipt->currency}));
    co_return view_of(*row);
}

Task<Result<RefundView>> write_down_gone(pg::Tx& tx, NewRefund wanted, Gone gone) {
    auto locked = tx.queue(sql::lock_order_payments(wanted.payment));
    auto receipts = tx.queue(sql::receipts_of_order(wanted.payment));
    co_await tx.flush();
    auto own = std::ranges::find(*locked, wanted.payment, &PaymentRow::id);
    if (own == locked->end()) co_return refuse(not_found);
    auto receipt = std::ranges::find_if(*receipts, [&](const auto& r) { return r.payment == wanted.payment && r.use == ReceiptUse::order; });
    if (receipt == receipts->end() || gone.amount < wanted.amount) co_return refuse(refund_too_large);
    auto dispute = gone.by_dispute ? std::optional(gone.cause) : std::nullopt, warning = gone.by_dispute ? std::nullopt : std::optional(gone.cause);
    auto reserved = co_await tx.ask(sql::reserve_gone(wanted.id, wanted.payment, receipt->reference, wanted.amount.minor, wanted.amount.currency, wanted.reason, dispute, warning, tx.ctx().now));
    if (reserved != 1) co_return refuse(refund_too_large);
    auto row = co_await record_refund(tx, wanted.id, wanted.payment, {.state = RefundState::succeeded});
    bool is_all_said = wanted.amount == gone.amount;
    if (warning && is_all_said) tx.send(sql::close_warning(WarningId{*warning}, "written_down", wanted.reason, tx.ctx().actor, tx.ctx().now));
    co_await tx.flush();
    if (is_all_said) co_await release_if_clear(tx, own->id, own->order_ref, own->method);
    co_return view_of(row);
}

Task<std::vector<RefundView>> refunds_of_order(pg::Tx& tx, std::string order) {
    auto rows = co_await tx.ask(sql::refunds_of_order(order));
    std::vector<RefundView> out;
    for (const auto& row : rows) out.push_back(view_of(row));
    co_return out;
}

Task<Result<RefundView>> carry_out_refund(App& app, Ctx ctx, RefundId id) {
    auto query = sql::refund(id);
    auto refund = co_await app.db.read(ctx, std::move(query));
    if (!refund) co_return refuse(refund_not_found);
    if (is_final(refund->state) || refund->by_hand) co_return view_of(*refund);
    GiveBack what{.refund = id,
                  .payment = refund->payment,
                  .reference = refund->reference,
                  .provider_refund = refund->provider_refund.value_or(""),
                  .amount = refund->money(),
                  .of = {refund->received, refund->currency},
                  .reason = refund->reason};
    const auto* gateway = find_gateway(refund->method);
    check(gateway != nullptr, "a payment's gateway is known to the program");
    auto call = gateway->refund(app, ctx, std::move(what));
    auto answer = co_await through_circuit(ctx, *gateway, std::move(call));
    if (!answer && answer.error().kind == GatewayFault::Kind::impossible) co_return view_of(co_await hand_over(app, ctx, *refund));
    if (!answer && answer.error().kind != GatewayFault::Kind::refused) {
        log::warn("payments.refund_waits", {{"refund", id.text()}, {"code", answer.error().code}});
        co_return view_of(*refund);
    }
    auto truth = answer ? std::move(*answer) : RefundTruth{.state = RefundState::failed, .failure = answer.error().code};
    auto recorded = co_await record(app, ctx, *refund, truth);
    if (recorded.state == RefundState::failed) log::error("payments.refund_failed", {{"refund", id.text()}, {"code", recorded.failure.value_or("")}});
    co_return view_of(recorded);
}

Task<Result<RefundView>> refund(App& app, Ctx ctx, NewRefund wanted) {
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<RefundView>> { co_return co_await promise_refund(tx, wanted); };
    auto reserved = co_await app.db.transaction(ctx, in_transaction);
    if (!reserved) co_return refuse(std::move(reserved.error()));
    co_return co_await carry_out_refund(app, ctx, wanted.id);
}

/// Until the gateway has said how it ended: unknown ends come back with the worker's own growing pauses, pending ones every ten minutes. One by hand waits.
Task<void> work_refund(App& app, const jobs::Attempt& attempt, const CarryOutRefund& what) {
    auto ctx = attempt.ctx;
    auto refund = co_await carry_out_refund(app, ctx, what.refund);
    if (refund && refund->state == RefundState::created) throw std::runtime_error("the gateway has not said what became of the refund");
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        bool again = refund && refund->state == RefundState::pending && !refund->is_by_hand;
        if (again) jobs::later(tx, std::string(refund_job), what.refund.text(), ctx.now + Duration(10min), what);
        co_return again;
    };
    co_await app.db.transaction(ctx, in_transaction);
}

}  // namespace vitrine::payments
