#include "modules/carts/edit.h"
#include "modules/carts/sql.h"

namespace vitrine::carts {

Task<Result<CartView>> set_addresses(App& app, Ctx ctx, CartId id, Access access, Addresses in) {
    auto billing = in.billing ? std::optional(RawJson{to_json(*in.billing)}) : std::nullopt;
    auto statement = sql::set_addresses(id, token_hash(access), in.email.str(), RawJson{to_json(in.shipping)}, billing, in.version);
    co_return co_await edit(app, ctx, id, access, std::move(statement), in.version);
}

Task<Result<CartView>> choose_shipping(App& app, Ctx ctx, CartId id, Access access, std::string option, std::optional<std::int64_t> version) {
    auto statement = sql::choose_shipping(id, token_hash(access), option, version);
    co_return co_await edit(app, ctx, id, access, std::move(statement), version);
}

}  // namespace vitrine::carts
