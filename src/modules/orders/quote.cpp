#include "modules/orders/rules.h"
#include "modules/stores/api.h"

namespace vitrine::orders {

Task<Result<quotes::Quote>> quote(App& app, Ctx ctx, CartId cart, carts::Access access, std::string method) {
    auto body = [&](pg::Tx& tx) -> Task<Result<pg::Later<std::optional<carts::CartRow>>>> { co_return carts::read(tx, cart, access); };
    auto row = co_await app.db.transaction(ctx, body, {.read_only = true});
    if (!row) co_return refuse(row.error());
    if (!**row) co_return refuse(carts::not_found);
    if (quotes::asks_couriers(app, ctx.store)) co_await quotes::learn_courier_prices(app, ctx, carts::wanted(***row));
    auto memory = quotes::memory_of(app, ctx.store);
    auto fee = payments::fee_of(app.config, *memory.store, method);
    co_return rules::quote(***row, memory, ctx.now, fee);
}

}  // namespace vitrine::orders
