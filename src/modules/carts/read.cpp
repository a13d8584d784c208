#include "modules/carts/edit.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {

Task<Result<CartView>> view(App& app, Ctx ctx, CartId id, Access access) {
    auto row = co_await app.db.read(ctx, sql::find(id, token_hash(access)));
    if (!row) co_return refuse(not_found);
    co_return priced(*row, *app.stores->by_id(ctx.store), *app.snapshots->of(ctx.store));
}

pg::Later<std::optional<CartRow>> lock(pg::Tx& tx, CartId id, const Access& access) {
    auto hash = token_hash(access);
    tx.send(sql::lock(id, hash));
    return tx.queue(sql::find(id, hash));
}

pg::Later<std::optional<CartRow>> read(pg::Tx& tx, CartId id, const Access& access) { return tx.queue(sql::find(id, token_hash(access))); }

void mark_ordered(pg::Tx& tx, const std::vector<CartId>& carts, const std::vector<std::string>& orders) { tx.send(sql::mark_ordered(carts, orders)); }

}  // namespace vitrine::carts
