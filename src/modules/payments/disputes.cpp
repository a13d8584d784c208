// A buyer's bank wants money back. The gateway is asked, our row follows, and every movement of money goes into the ledger once.
#include <algorithm>

#include "core/check.h"
#include "io/telemetry/log.h"
#include "modules/ledger/api.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

/// Taken money is owed by `disputes` until it comes back or stays lost there; the gateway keeps its fee besides.
ledger::Posting posting_of(const std::string& dispute, const std::string& method, const DisputeMovement& moved) {
    auto kind = moved.amount.is_negative() ? "dispute.funds_withdrawn" : "dispute.funds_reinstated";
    ledger::Posting posting{kind, dispute + ":" + moved.id, {{"clearing:" + method, moved.amount - moved.fee}}};
    if (!moved.amount.is_zero()) posting.lines.push_back({"disputes", -moved.amount});
    if (!moved.fee.is_zero()) posting.lines.push_back({"fees:" + method, moved.fee});
    return posting;
}

/// Books what is not in the books yet, and notes that in the row.
void book(pg::Tx& tx, DisputeRow& row, const DisputeTruth& truth) {
    std::vector<ledger::Posting> postings;
    for (const auto& moved : rules::unbooked(truth.movements, row.booked)) {
        auto currency = moved.amount.currency;
        if (row.withdrawn_currency.value_or(currency) != currency) throw std::runtime_error("a dispute has moved money in two currencies");
        row.withdrawn_currency = currency;
        row.withdrawn += moved.fee.minor - moved.amount.minor;
        row.booked.push_back(moved.id);
        if (!moved.amount.is_zero() || !moved.fee.is_zero()) postings.push_back(posting_of(row.id.text(), row.method, moved));
    }
    if (!postings.empty()) ledger::post(tx, postings);
}

Task<void> announce(pg::Tx& tx, const PaymentRow& payment, std::optional<DisputeState> before, DisputeState after) {
    bool was_held = before && rules::holds_goods(*before), is_held = rules::holds_goods(after);
    if (is_held && !was_held) jobs::publish(tx, payment.id.text(), PaymentHeld{payment.id, payment.order_ref, payment.method, "dispute"});
    if (was_held && !is_held) co_await release_if_clear(tx, payment.id, payment.order_ref, payment.method);
}

DisputeRow new_row(const PaymentRow& payment, const std::string& gateway, const DisputeTruth& truth, Instant now) {
    return {.id = DisputeId::next(now), .payment = payment.id, .order_ref = payment.order_ref, .method = payment.method, .gateway = gateway, .reference = truth.dispute,
            .amount = truth.amount.minor, .currency = truth.amount.currency, .opened_at = now};
}

Task<DisputeRow> save(pg::Tx& tx, const PaymentRow& payment, const std::string& gateway, const DisputeTruth& truth) {
    auto locked = tx.queue(sql::lock_order_payments(payment.id));
    auto found = tx.queue(sql::dispute_by_reference(gateway, truth.dispute));
    co_await tx.flush();
    auto now = tx.ctx().now;
    auto known = std::move(*found);
    auto row = known ? *known : new_row(payment, gateway, truth, now);
    book(tx, row, truth);
    row.state = truth.state;
    row.is_inquiry = truth.is_inquiry;
    row.reason = truth.reason;
    row.status = truth.status;
    row.due_by = truth.due_by;
    if (known) tx.send(sql::move_dispute(row.id, row.state, row.is_inquiry, row.reason, row.status, row.due_by, row.booked, row.withdrawn, row.withdrawn_currency, now));
    else tx.send(sql::add_dispute(row.id, row.payment, row.gateway, row.reference, row.amount, row.currency, row.state, row.is_inquiry, row.reason, row.status, row.due_by, row.booked, row.withdrawn, row.withdrawn_currency, now));
    co_await tx.flush();
    co_await announce(tx, payment, known ? std::optional(known->state) : std::nullopt, row.state);
    co_return row;
}

Task<Result<DisputeView>> record(App& app, Ctx ctx, const Gateway& gateway, DisputeTruth truth) {
    auto payment = co_await troubled_payment(app, ctx, gateway, truth.reference, truth.claimed_store);
    if (!payment) co_return refuse(std::move(payment.error()));
    auto code = std::string(gateway.code());
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<DisputeRow>> { co_return co_await save(tx, *payment, code, truth); };
    auto row = co_await app.db.transaction(ctx, in_transaction);
    if (!row) co_return refuse(std::move(row.error()));
    co_return view_of(*row);
}

}  // namespace

Task<Result<DisputeView>> track_dispute(App& app, Ctx ctx, const Gateway& gateway, std::string dispute) {
    auto look = gateway.lookup_dispute(app, ctx, dispute);
    auto truth = co_await through_circuit(ctx, gateway, std::move(look));
    if (!truth) {
        log::warn("payments.dispute_lookup_failed", {{"dispute", dispute}, {"code", truth.error().code}});
        bool is_unknown_there = truth.error().kind == GatewayFault::Kind::not_found;
        co_return refuse(is_unknown_there ? not_found : gateway_unreachable);
    }
    co_return co_await record(app, ctx, gateway, std::move(*truth));
}

Task<Result<DisputeView>> answer_dispute(App& app, Ctx ctx, DisputeId id, std::vector<std::pair<std::string, std::string>> texts, bool is_final) {
    auto query = sql::dispute(id);
    auto known = co_await app.db.read(ctx, std::move(query));
    if (!known) co_return refuse(dispute_not_found);
    const auto* gateway = find_gateway(known->gateway);
    check(gateway != nullptr, "a dispute's gateway is known to the program");
    auto send = gateway->answer_dispute(app, ctx, {.dispute = known->reference, .texts = std::move(texts), .is_final = is_final});
    auto truth = co_await through_circuit(ctx, *gateway, std::move(send));
    if (!truth) {
        log::warn("payments.evidence_failed", {{"dispute", id.text()}, {"code", truth.error().code}});
        bool is_clear = truth.error().kind == GatewayFault::Kind::refused || truth.error().kind == GatewayFault::Kind::impossible;
        co_return refuse(is_clear ? dispute_closed : gateway_unreachable);
    }
    auto view = co_await record(app, ctx, *gateway, std::move(*truth));
    if (!view || !is_final) co_return view;
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::note_evidence(id, tx.ctx().now));
        co_return true;
    };
    auto noted = co_await app.db.transaction(ctx, in_transaction);
    if (!noted) co_return refuse(std::move(noted.error()));
    if (!view->answered_at) view->answered_at = ctx.now;
    co_return view;
}

}  // namespace vitrine::payments
