// What a buyer was told to do to pay, shown again on the page of the order.
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {

Task<std::optional<Instructions>> instructions(App& app, Ctx ctx, PaymentId id) {
    auto query = sql::payment(id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment || !rules::is_open(payment->state)) co_return std::nullopt;
    auto store = app.stores->by_id(ctx.store);
    const auto& gateway = gateway_of(*payment);
    if (!gateway.can().is_remote) {
        auto next = store ? gateway.next_at_once(*store, charge_of(app, *payment, ctx.store)) : std::nullopt;
        co_return next ? next->instructions : std::nullopt;
    }
    auto kept = sql::instructions_of(id, ctx.now);
    auto told = co_await app.db.read(ctx, std::move(kept));
    if (!told) co_return std::nullopt;
    auto read = read_json<Instructions>(told->text);
    if (!read) throw std::runtime_error("instructions that were kept do not fit their shape");
    co_return std::move(*read);
}

}  // namespace vitrine::payments
