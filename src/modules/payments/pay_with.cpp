// The buyer typed at our page whom the provider is to ask: the attempt is written down first, then the provider is asked, who asks the buyer on the phone.
#include <algorithm>

#include "io/telemetry/log.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

/// Nothing new is asked while an attempt is under way or was paid; how that stands is looked up. A gateway that does not say leaves the payment as it was.
Task<Result<PaymentView>> see(App& app, Ctx ctx, const PaymentRow& payment) {
    auto view = co_await verify(app, ctx, payment.id);
    if (!view && view.error().code == gateway_unreachable.code) co_return view_of(payment);
    co_return view;
}

/// A call that ends without an answer is no fault of the provider's: buyers leave their phones lying. So it does not count for the circuit.
Task<Result<PaymentView>> ask_buyer(App& app, Ctx ctx, const Gateway& gateway, const PaymentRow& payment, Charge charge, shape::Fields typed) {
    auto truth = co_await gateway.pay_with(app, ctx, std::move(charge), std::move(typed));
    if (!truth) log::warn("payments.pay_with_failed", {{"payment", payment.id.text()}, {"code", truth.error().code}});
    bool is_clear = !truth && truth.error().kind == GatewayFault::Kind::refused;
    if (is_clear) co_return refuse(declined, truth.error().for_buyer.value_or(""));
    if (!truth) co_return view_of(payment);
    co_return co_await settle(app, ctx, payment.id, std::move(*truth));
}

}  // namespace

Task<Result<PaymentView>> pay_with(App& app, Ctx ctx, PaymentId id, shape::Fields typed) {
    auto query = sql::payment(id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    if (!rules::is_open(payment->state)) co_return view_of(*payment);
    const auto& gateway = gateway_of(*payment);
    auto details = gateway.read_typed(typed);
    if (!details) co_return refuse(std::move(details.error()));

    auto charge = charge_for(app, ctx, *payment, {});
    auto call = gateway.start_typed(app, ctx, charge);
    auto started = co_await through_circuit(ctx, gateway, std::move(call));
    if (!started && started.error().kind == GatewayFault::Kind::refused) co_return refuse(declined, started.error().for_buyer.value_or(""));
    if (!started) co_return refuse(gateway_unreachable);
    if (started->next.kind == "none") co_return co_await see(app, ctx, *payment);

    auto next = co_await hand_over(app, ctx, gateway, charge, *started);
    if (!next) co_return refuse(std::move(next.error()));
    if (next->kind == "none") co_return co_await see(app, ctx, *payment);
    if (std::ranges::find(charge.references, started->reference) == charge.references.end()) charge.references.push_back(started->reference);
    payment->failure.reset();
    co_return co_await ask_buyer(app, ctx, gateway, *payment, std::move(charge), std::move(*details));
}

}  // namespace vitrine::payments
