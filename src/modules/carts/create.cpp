#include "core/random.h"
#include "modules/carts/edit.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {

Task<Result<CartView>> create(App& app, Ctx ctx, std::optional<AddLine> first) {
    auto snapshot = app.snapshots->of(ctx.store);
    if (first && !snapshot->variant(first->variant)) co_return refuse(variant_unknown, {}, {{"/variant", "unknown", "no such article is for sale"}});

    auto id = CartId::next(ctx.now);
    Access access{random_token()};
    auto hash = token_hash(access);
    CartRow row{.id = id, .state = "active"};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::create(id, hash));
        if (first) {
            row.lines = {LineId::next(ctx.now)};
            row.variants = {first->variant};
            row.quantities = {first->quantity};
            row.version = 2;
            tx.send(sql::add_line(id, hash, row.lines[0], first->variant, first->quantity, {}));
        }
        co_return true;
    };
    auto made = co_await app.db.transaction(ctx, body, {.durable = false});
    if (!made) co_return refuse(made.error());
    auto view = priced(row, quotes::memory_of(app, ctx.store), ctx.now);
    view.token = access.token;
    co_return view;
}

}  // namespace vitrine::carts
