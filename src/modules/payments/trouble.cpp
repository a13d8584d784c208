// What disputes, fraud warnings and reviews have in common: whose payment it is, and when its goods may go.
#include <algorithm>

#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

/// Messages about trouble bear no metadata of ours; the charge does. A store that is named is believed only where it holds this very charge.
StoreId home_of(const App& app, const Ctx& ctx, const std::optional<std::string>& claimed) {
    auto named = claimed ? StoreId::parse(*claimed) : std::nullopt;
    return named && app.stores && app.stores->by_id(*named) ? *named : ctx.store;
}

}  // namespace

Task<Result<PaymentRow>> troubled_payment(App& app, Ctx& ctx, const Gateway& gateway, std::string reference, std::optional<std::string> claimed_store) {
    ctx.store = home_of(app, ctx, claimed_store);
    auto by_reference = sql::by_reference(std::string(gateway.code()), reference);
    auto id = co_await app.db.read(ctx, std::move(by_reference));
    if (!id) co_return refuse(not_found);
    auto query = sql::payment(*id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    if (!rules::is_open(payment->state)) co_return std::move(*payment);
    auto settled = co_await verify(app, ctx, *id);  // the message about the money itself may be late or lost
    if (!settled) co_return refuse(std::move(settled.error()));
    payment->state = settled->state;
    co_return std::move(*payment);
}

Task<void> release_if_clear(pg::Tx& tx, PaymentId payment, std::string order, std::string method) {
    auto is_in_doubt = co_await tx.ask(sql::is_in_doubt(payment));
    if (!is_in_doubt) jobs::publish(tx, payment.text(), PaymentReleased{payment, std::move(order), std::move(method)});
}

}  // namespace vitrine::payments
