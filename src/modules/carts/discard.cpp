#include "modules/carts/credit/api.h"
#include "modules/carts/sql.h"

namespace vitrine::carts {

Task<void> discard(App& app, Ctx ctx, CartId id, Access access) {
    auto key = key_of(id, access);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::discard(key.id, key.token_hash));
        co_return true;
    };
    co_await app.db.transaction(ctx, body, {.durable = false});
}

}  // namespace vitrine::carts
