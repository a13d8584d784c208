#include "modules/carts/edit.h"
#include "modules/carts/sql.h"

namespace vitrine::carts {

Task<Result<CartView>> add_line(App& app, Ctx ctx, CartId id, Access access, AddLine add) {
    auto facts = app.snapshots->of(ctx.store)->variant(add.variant);
    if (!facts) co_return refuse(variant_unknown, {}, {{"/variant", "unknown", "no such article is for sale"}});
    if (facts->is_unique && add.quantity > 1) co_return refuse(one_of_a_kind, {}, {{"/quantity", "out_of_range", "one is all there is"}});
    auto statement = sql::add_line(id, token_hash(access), LineId::next(ctx.now), add.variant, add.quantity, add.version);
    co_return co_await edit(app, ctx, id, access, std::move(statement), add.version, too_many_lines);
}

}  // namespace vitrine::carts
