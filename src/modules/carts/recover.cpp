// A link out of a message brings a cart back, on whatever device it is opened.
#include "core/random.h"
#include "modules/carts/edit.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {

Task<Result<CartView>> recover(App& app, Ctx ctx, std::string link_token) {
    Access access{random_token()};
    auto body = [&](pg::Tx& tx) -> Task<Result<CartRow>> {
        auto id = co_await tx.ask(sql::use_recovery(token_hash(Access{link_token}), ctx.now));
        if (!id) co_return refuse(link_over);
        auto hash = token_hash(access);
        auto [owned, given, row] = co_await tx.ask(sql::owner_of(*id), sql::give_key(*id, hash), sql::find(*id, hash));
        if (owned && owned->customer) co_return refuse(sign_in_first);  // rolls back: the link stays good
        if (!given || !row) co_return refuse(link_over);
        co_return std::move(*row);
    };
    auto shop = ctx;
    shop.role = Role::worker;  // whose cart it is, is said before it is known who asks
    auto row = co_await app.db.transaction(shop, body);
    if (!row) co_return refuse(std::move(row.error()));
    auto view = priced(*row, quotes::memory_of(app, ctx.store), ctx.now);
    view.token = access.token;
    co_return view;
}

}  // namespace vitrine::carts
