#include "modules/orders/rules.h"

namespace vitrine::orders {

Task<Result<quotes::Quote>> quote(App& app, Ctx ctx, CartId cart, carts::Access access) {
    auto body = [&](pg::Tx& tx) -> Task<Result<pg::Later<std::optional<carts::CartRow>>>> { co_return carts::read(tx, cart, access); };
    auto row = co_await app.db.transaction(ctx, body, {.read_only = true});
    if (!row) co_return refuse(row.error());
    if (!**row) co_return refuse(carts::not_found);
    co_return rules::quote(***row, quotes::memory_of(app, ctx.store), ctx.now);
}

}  // namespace vitrine::orders
