// Money that waits is taken: by a person, or because the goods go out.
#include "io/telemetry/log.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

std::unexpected<Refusal> refuse_from(State state) { return refuse(not_authorized, "The payment is " + std::string(shape_name(state))); }

/// Asks first: what was captured before, or has lapsed, is found as it is, and only authorised money is taken.
Task<Result<PaymentView>> take(App& app, Ctx ctx, const PaymentRow& payment) {
    const auto& gateway = gateway_of(payment);
    auto charge = charge_of(app, payment, ctx.store);
    auto truths = co_await find_truths(app, ctx, gateway, std::move(charge), Taking::takes_all);
    if (!truths) {
        log::warn("payments.capture_failed", {{"payment", payment.id.text()}, {"code", truths.error().code}});
        co_return refuse(gateway_unreachable);
    }
    co_return co_await settle_all(app, ctx, payment.id, std::move(*truths));
}

}  // namespace

Task<Result<PaymentView>> capture(App& app, Ctx ctx, PaymentId id) {
    auto query = sql::payment(id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    if (payment->state == State::succeeded) co_return view_of(*payment);
    if (!rules::is_open(payment->state) || !gateway_of(*payment).can().is_remote || payment->provider_references.empty()) co_return refuse_from(payment->state);
    auto begin = [&](pg::Tx& tx) -> Task<Result<PaymentRow>> {  // from here on the amount stands still, whatever staff gives back meanwhile
        auto locked = tx.queue(sql::lock_order_payments(id));
        tx.send(sql::begin_capture(id, tx.ctx().now));
        auto now = tx.queue(sql::payment(id));
        co_await tx.flush();
        co_return now->value();
    };
    auto standing = co_await app.db.transaction(ctx, begin);
    if (!standing) co_return refuse(std::move(standing.error()));
    auto taken = co_await take(app, ctx, *standing);
    if (taken && taken->state != State::succeeded) co_return refuse_from(taken->state);
    co_return taken;
}

Task<Result<PaymentView>> ready_for_shipment(App& app, Ctx ctx, PaymentId id) {
    auto query = sql::payment(id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    if (payment->state == State::failed || payment->state == State::cancelled) co_return refuse_from(payment->state);  // its order has not heard of it yet
    const auto& gateway = gateway_of(*payment);
    if (payment->state != State::authorized || gateway.can().pays_later) co_return view_of(*payment);
    if (gateway.capture_time(values_of(app, ctx.store, gateway)) != CaptureTime::at_shipment) co_return refuse(not_captured);
    co_return co_await capture(app, ctx, id);
}

}  // namespace vitrine::payments
