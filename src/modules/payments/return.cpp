// The browser is back from the gateway. What it brought is checked and then only used to know whom to ask about.
#include <algorithm>

#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

void count(const Gateway& gateway, std::string outcome) {
    auto counter = metrics::counter("vitrine_payments_returns_total", "Browsers that came back from payment gateways by what they brought",
                                    {{"gateway", std::string(gateway.code())}, {"outcome", std::move(outcome)}});
    counter.add();
}

}  // namespace

bool is_return_field(std::string_view code, std::string_view name) {
    const auto* gateway = find_gateway(code);
    if (!gateway) return false;
    return std::ranges::any_of(gateway->declaration().brings_back, [&](std::string_view own) { return own.ends_with('*') ? name.starts_with(own.substr(0, own.size() - 1)) : name == own; });
}

Task<Result<PaymentView>> take_return(App& app, Ctx ctx, std::string code, shape::Fields fields) {
    const auto* gateway = find_gateway(code);
    if (!gateway) co_return refuse(not_found);
    auto hint = gateway->read_return(values_of(app, ctx.store, *gateway), fields);
    if (!hint) {
        log::warn("payments.return_refused", {{"gateway", code}, {"request_id", ctx.request_id}});
        count(*gateway, "refused");
        co_return refuse(std::move(hint.error()));
    }
    auto by_reference = sql::by_reference(code, hint->reference);
    auto id = co_await app.db.read(ctx, std::move(by_reference));
    count(*gateway, !id ? "unknown" : hint->failure ? "failed" : hint->is_signed ? "signed" : "unsigned");
    if (!id) co_return refuse(not_found);
    auto query = sql::payment(*id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    bool may_ask = rules::is_open(payment->state) && (hint->is_signed || may_ask_gateway(*id, ctx.now));
    if (!may_ask) co_return view_of(*payment);
    auto said = hint->amount ? std::optional(Said{hint->reference, *hint->amount}) : std::nullopt;
    auto verified = co_await verify_as_said(app, ctx, *id, std::move(said));
    if (!verified && verified.error().code == gateway_unreachable.code) co_return view_of(*payment);
    co_return verified;
}

}  // namespace vitrine::payments
