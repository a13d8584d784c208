#include "modules/carts/edit.h"
#include "modules/carts/sql.h"

namespace vitrine::carts {

Task<Result<CartView>> edit_line(App& app, Ctx ctx, CartId id, Access access, LineId line, EditLine change) {
    auto statement = sql::edit_line(id, token_hash(access), line, change.quantity, change.version);
    co_return co_await edit(app, ctx, id, access, std::move(statement), change.version, line_unknown);
}

}  // namespace vitrine::carts
