#include "modules/carts/edit.h"
#include "modules/carts/sql.h"

namespace vitrine::carts {

Task<Result<CartView>> set_addresses(App& app, Ctx ctx, CartId id, Access access, Addresses in) {
    auto billing = in.billing ? std::optional(RawJson{to_json(*in.billing)}) : std::nullopt;
    auto statement = sql::set_addresses(id, token_hash(access), in.email.str(), RawJson{to_json(in.shipping)}, billing, in.version);
    co_return co_await edit(app, ctx, id, access, std::move(statement), in.version);
}

Task<Result<CartView>> choose_currency(App& app, Ctx ctx, CartId id, Access access, Currency currency, std::optional<std::int64_t> version) {
    if (!app.stores->by_id(ctx.store)->sells_in(currency))
        co_return refuse(prices::currency_not_sold, "this shop does not sell in " + std::string(currency.code()), {{"/currency", "currency.not_sold_in", "choose one of its currencies"}});
    auto statement = sql::choose_currency(id, token_hash(access), currency, version);
    co_return co_await edit(app, ctx, id, access, std::move(statement), version);
}

Task<Result<CartView>> choose_shipping(App& app, Ctx ctx, CartId id, Access access, std::string option, std::optional<std::int64_t> version) {
    auto statement = sql::choose_shipping(id, token_hash(access), option, version);
    co_return co_await edit(app, ctx, id, access, std::move(statement), version);
}

}  // namespace vitrine::carts
