#include "io/telemetry/log.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {

Task<Answer<Truth>> find_truth(App& app, Ctx ctx, const Gateway& gateway, Charge charge) {
    auto truth = co_await gateway.lookup(app, ctx, charge);
    if (!truth || truth->standing != Standing::authorized) co_return truth;
    co_return co_await gateway.capture(app, ctx, std::move(charge));
}

Task<Result<PaymentView>> verify(App& app, Ctx ctx, PaymentId id) {
    auto query = sql::payment(id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    auto view = view_of(*payment);
    const auto& gateway = gateway_of(*payment);
    if (!gateway.has_remote()) co_return view;
    for (const auto& reference : payment->provider_references) {
        auto charge = charge_of(*payment, ctx.store, reference);
        auto truth = co_await find_truth(app, ctx, gateway, std::move(charge));
        if (!truth) {
            log::warn("payments.lookup_failed", {{"payment", id.text()}, {"code", truth.error().code}});
            co_return refuse(gateway_unreachable);
        }
        auto settled = co_await settle(app, ctx, id, std::move(*truth));
        if (!settled) co_return refuse(std::move(settled.error()));
        view = std::move(*settled);
    }
    co_return view;
}

}  // namespace vitrine::payments
