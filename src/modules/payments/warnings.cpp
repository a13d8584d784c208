// Fraud warnings and reviews: a payment that a person has to look at before its goods go out.
#include <algorithm>

#include "core/check.h"
#include "io/telemetry/log.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

constexpr std::string_view approved = "approved";

/// Our row follows the gateway: what it closed is closed; what we closed stays closed.
Task<WarningRow> save(pg::Tx& tx, const PaymentRow& payment, const std::string& gateway, const WarningTruth& truth) {
    auto locked = tx.queue(sql::lock_order_payments(payment.id));
    auto found = tx.queue(sql::warning_by_reference(gateway, truth.warning, truth.kind));
    co_await tx.flush();
    auto known = std::move(*found);
    if (!known) co_await open_warning(tx, payment, truth);
    bool is_closed_now = known && known->is_open && !truth.is_open;
    if (is_closed_now) {
        auto reason = truth.closed_reason.value_or("closed");
        auto closed = co_await tx.ask(sql::close_warning(known->id, reason, std::nullopt, std::nullopt, tx.ctx().now));
        check(closed == 1, "a warning stands still under its payment's lock");
        if (reason == approved || truth.kind == WarningKind::fraud_warning) co_await release_if_clear(tx, payment.id, payment.order_ref, payment.method);
    }
    auto row = co_await tx.ask(sql::warning_by_reference(gateway, truth.warning, truth.kind));
    check(row.has_value(), "warnings are never deleted");
    co_return std::move(*row);
}

Task<Result<WarningView>> record(App& app, Ctx ctx, const Gateway& gateway, WarningTruth truth) {
    auto payment = co_await troubled_payment(app, ctx, gateway, truth.reference, truth.claimed_store);
    if (!payment) co_return refuse(std::move(payment.error()));
    auto code = std::string(gateway.code());
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<WarningRow>> { co_return co_await save(tx, *payment, code, truth); };
    auto row = co_await app.db.transaction(ctx, in_transaction);
    if (!row) co_return refuse(std::move(row.error()));
    if (row->closed_reason && row->closed_reason->starts_with("refunded")) {  // perhaps not by us: the payment says what went back
        auto seen = co_await verify(app, ctx, row->payment);
        if (!seen) log::warn("payments.warning_not_verified", {{"warning", row->id.text()}, {"code", seen.error().code}});
    }
    co_return view_of(*row);
}

/// Closes the row with the person's name and word, and lets the goods go.
Task<Result<WarningRow>> close(App& app, Ctx ctx, const WarningRow& known, std::string note) {
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<WarningRow>> {
        auto locked = tx.queue(sql::lock_order_payments(known.payment));
        auto closed = tx.queue(sql::close_warning(known.id, std::string(approved), note, tx.ctx().actor, tx.ctx().now));
        auto now = tx.queue(sql::warning(known.id));
        co_await tx.flush();
        if (*closed == 1) co_await release_if_clear(tx, known.payment, known.order_ref, known.method);
        co_return std::move(now->value());
    };
    co_return co_await app.db.transaction(ctx, in_transaction);
}

}  // namespace

Task<void> open_warning(pg::Tx& tx, const PaymentRow& payment, WarningTruth truth) {
    auto now = tx.ctx().now;
    auto reason = truth.is_open ? std::nullopt : std::optional(truth.closed_reason.value_or("closed"));
    auto added = co_await tx.ask(sql::add_warning(WarningId::next(now), payment.id, payment.method, truth.warning, truth.kind, truth.reason, truth.is_open, reason, now, truth.amount_minor));
    if (added == 0 || !truth.is_open) co_return;
    jobs::publish(tx, payment.id.text(), PaymentHeld{payment.id, payment.order_ref, payment.method, std::string(shape_name(truth.kind))});
}

Task<Result<WarningView>> track_warning(App& app, Ctx ctx, const Gateway& gateway, std::string warning) {
    auto look = gateway.lookup_warning(app, ctx, warning);
    auto truth = co_await through_circuit(ctx, gateway, std::move(look));
    if (!truth) {
        log::warn("payments.warning_lookup_failed", {{"warning", warning}, {"code", truth.error().code}});
        bool is_unknown_there = truth.error().kind == GatewayFault::Kind::not_found;
        co_return refuse(is_unknown_there ? not_found : gateway_unreachable);
    }
    co_return co_await record(app, ctx, gateway, std::move(*truth));
}

Task<Result<WarningView>> approve_review(App& app, Ctx ctx, WarningId id, std::string note) {
    auto query = sql::warning(id);
    auto known = co_await app.db.read(ctx, std::move(query));
    if (!known) co_return refuse(review_not_found);
    if (!known->is_open && known->closed_reason != approved) co_return refuse(review_closed, "It ended as " + known->closed_reason.value_or(""));
    if (!known->is_open) co_return view_of(*known);
    const auto* gateway = find_gateway(known->gateway);
    check(gateway != nullptr, "a review's gateway is known to the program");
    if (known->kind == WarningKind::review) {
        auto tell = gateway->approve_review(app, ctx, known->reference);
        auto truth = co_await through_circuit(ctx, *gateway, std::move(tell));
        if (!truth) co_return refuse(gateway_unreachable);
        bool ended_otherwise = !truth->is_open && truth->closed_reason != approved;
        if (ended_otherwise) co_return co_await record(app, ctx, *gateway, std::move(*truth));
    }
    auto row = co_await close(app, ctx, *known, std::move(note));
    if (!row) co_return refuse(std::move(row.error()));
    co_return view_of(*row);
}

}  // namespace vitrine::payments
