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

/// Reserves under the lock of the payment, so that of two refunds at once the second sees what the first has taken.
Task<Result<RefundRow>> reserve(pg::Tx& tx, const NewRefund& wanted) {
    auto locked = tx.queue(sql::lock_order_payments(wanted.payment));
    auto receipts = tx.queue(sql::receipts_of_order(wanted.payment));
    co_await tx.flush();
    if (locked->empty()) co_return refuse(not_found);
    auto receipt = std::ranges::find_if(*receipts, [&](const auto& r) { return r.payment == wanted.payment && r.use == ReceiptUse::order; });
    if (receipt == receipts->end()) co_return refuse(refund_too_large, "Nothing was captured");
    if (wanted.amount.currency != receipt->currency || wanted.amount.minor <= 0) co_return refuse(wrong_amount);
    reserve_refund(tx, wanted, receipt->reference);
    auto row = co_await tx.ask(sql::refund(wanted.id));
    if (!row) co_return refuse(refund_too_large, "Left: " + format_for_people(Money{receipt->amount - receipt->refunded, receipt->currency}));
    co_return std::move(*row);
}

void book(pg::Tx& tx, const RefundRow& refund, const std::string& method) {
    auto account = refund.use == ReceiptUse::surplus ? "surplus" : "refunds";
    ledger::Posting posting{"payment.refunded", refund.id.text(), {{account, refund.money()}, {"clearing:" + method, -refund.money()}}};
    ledger::post(tx, {std::move(posting)});
}

/// A captured payment whose money has all gone back is refunded.
Task<void> end_payment(pg::Tx& tx, const PaymentRow& payment) {
    if (payment.state != State::succeeded) co_return;
    auto is_all_back = co_await tx.ask(sql::is_all_given_back(payment.id));
    if (is_all_back) tx.send(sql::move(payment.id, State::succeeded, State::refunded, std::nullopt, tx.ctx().now));
}

/// Writes down how the gateway answered, once, however many asked.
Task<Result<RefundRow>> record(App& app, Ctx ctx, RefundRow asked, RefundTruth truth) {
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<RefundRow>> {
        auto locked = tx.queue(sql::lock_order_payments(asked.payment));
        auto found = tx.queue(sql::refund(asked.id));
        co_await tx.flush();
        check(found->has_value(), "refunds are never deleted");
        auto now = **found;
        if (!refund_moves.allows(now.state, truth.state)) co_return now;
        auto payment = std::ranges::find(*locked, now.payment, &PaymentRow::id);
        auto word = truth.failure.empty() ? std::nullopt : std::optional(truth.failure);
        auto name = truth.provider_refund.empty() ? std::nullopt : std::optional(truth.provider_refund);
        auto moved = co_await tx.ask(sql::move_refund(now.id, now.state, truth.state, name, word, tx.ctx().now));
        check(moved == 1, "the state of a refund stands still under its payment's lock");
        now.state = truth.state;
        now.failure = word;
        if (truth.state == RefundState::failed) tx.send(sql::free_refund(now.payment, now.reference, now.amount));
        if (truth.state == RefundState::succeeded) {
            book(tx, now, payment->method);
            co_await end_payment(tx, *payment);
        }
        co_return now;
    };
    co_return co_await app.db.transaction(ctx, in_transaction);
}

}  // namespace

pg::Later<std::int64_t> reserve_refund(pg::Tx& tx, const NewRefund& refund, const std::string& reference) {
    auto now = tx.ctx().now;
    auto reserved = tx.queue(sql::reserve_refund(refund.id, refund.payment, reference, refund.amount.minor, refund.amount.currency, refund.reason, now));
    jobs::later(tx, std::string(refund_job), refund.id.text(), now, CarryOutRefund{refund.id});
    return reserved;
}

Task<Result<RefundView>> carry_out_refund(App& app, Ctx ctx, RefundId id) {
    auto query = sql::refund(id);
    auto refund = co_await app.db.read(ctx, std::move(query));
    if (!refund) co_return refuse(refund_not_found);
    if (is_final(refund->state)) co_return view_of(*refund);
    auto of_payment = sql::payment(refund->payment);
    auto payment = co_await app.db.read(ctx, std::move(of_payment));
    check(payment.has_value(), "a refund has its payment");
    GiveBack what{.refund = id,
                  .payment = refund->payment,
                  .reference = refund->reference,
                  .provider_refund = refund->provider_refund.value_or(""),
                  .amount = refund->money(),
                  .of = {refund->received, refund->currency},
                  .reason = refund->reason};
    const auto& gateway = gateway_of(*payment);
    auto call = gateway.refund(app, ctx, std::move(what));
    auto answer = co_await through_circuit(ctx, gateway, std::move(call));
    if (!answer && answer.error().kind != GatewayFault::Kind::refused) {
        log::warn("payments.refund_waits", {{"refund", id.text()}, {"code", answer.error().code}});
        co_return view_of(*refund);
    }
    auto truth = answer ? std::move(*answer) : RefundTruth{.state = RefundState::failed, .failure = answer.error().code};
    auto recorded = co_await record(app, ctx, std::move(*refund), std::move(truth));
    if (!recorded) co_return refuse(std::move(recorded.error()));
    if (recorded->state == RefundState::failed) log::error("payments.refund_failed", {{"refund", id.text()}, {"code", recorded->failure.value_or("")}});
    co_return view_of(*recorded);
}

Task<Result<RefundView>> refund(App& app, Ctx ctx, NewRefund wanted) {
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<RefundRow>> { co_return co_await reserve(tx, wanted); };
    auto reserved = co_await app.db.transaction(ctx, in_transaction);
    if (!reserved) co_return refuse(std::move(reserved.error()));
    co_return co_await carry_out_refund(app, ctx, wanted.id);
}

/// Until the gateway has said how it ended: unknown ends come back with the worker's own growing pauses, pending ones every ten minutes.
Task<void> work_refund(App& app, const jobs::Attempt& attempt, const CarryOutRefund& what) {
    auto ctx = attempt.ctx;
    auto refund = co_await carry_out_refund(app, ctx, what.refund);
    if (refund && refund->state == RefundState::created) throw std::runtime_error("the gateway has not said what became of the refund");
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        bool again = refund && refund->state == RefundState::pending;
        if (again) jobs::later(tx, std::string(refund_job), what.refund.text(), ctx.now + Duration(10min), what);
        co_return again;
    };
    co_await app.db.transaction(ctx, in_transaction);
}

}  // namespace vitrine::payments
