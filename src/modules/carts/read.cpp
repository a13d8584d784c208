#include "modules/carts/edit.h"
#include "modules/carts/live_hub.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {

Task<Result<CartView>> view(App& app, Ctx ctx, CartId id, Access access) {
    auto row = co_await app.db.read(ctx, sql::find(id, token_hash(access)));
    if (!row) co_return refuse(not_found);
    if (quotes::asks_couriers(app, ctx.store)) co_await quotes::learn_courier_prices(app, ctx, wanted(*row));
    co_return priced(*row, quotes::memory_of(app, ctx.store), ctx.now);
}

CartKey key_of(CartId id, const Access& access) { return {id, token_hash(access)}; }

LockedCarts lock(pg::Tx& tx, const std::vector<CartKey>& wanted) {
    std::vector<CartId> ids;
    std::vector<pg::Bytes> hashes;
    for (const auto& key : wanted) {
        ids.push_back(key.id);
        hashes.push_back(key.token_hash);
    }
    auto keys = tx.queue(sql::lock(ids, hashes));
    auto rows = tx.queue(sql::find_many(ids, hashes));
    tell_after_commit(tx, rows);
    return {keys, LockedRows(rows)};
}

pg::Later<std::optional<CartRow>> read(pg::Tx& tx, CartId id, const Access& access) { return tx.queue(sql::find(id, token_hash(access))); }

void mark_ordered(pg::Tx& tx, const std::vector<CartId>& carts, const std::vector<std::string>& orders) {
    tx.send(sql::mark_ordered(carts, orders));
    // The rows read behind the lock were handed on by now; whether somebody looks is not asked.
    tx.after_commit([carts] {
        auto hub = live_hub_of(Loop::here());
        for (auto id : carts)
            if (hub) hub->announce(id);
    });
}

}  // namespace vitrine::carts
