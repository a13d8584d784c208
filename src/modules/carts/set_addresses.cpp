#include "modules/carts/edit.h"
#include "modules/carts/sql.h"

namespace vitrine::carts {

namespace {

/// Whose cart it is decides what is a first order.
Task<void> note_customer(App& app, Ctx ctx, CartId id, Access access, std::string email) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = lock(tx, {key_of(id, access)});
        auto ordered = tx.queue(promotions::has_ordered(promotions::customer_key(email)));
        co_await tx.flush();
        if (locked.rows->empty()) co_return true;
        auto offers = offers_of(locked.rows->front());
        if (std::exchange(offers.has_ordered, *ordered) != *ordered) save_offers(tx, id, offers, false);
        co_return true;
    };
    co_await app.db.transaction(ctx, body, {.durable = false});
}

}  // namespace

Task<Result<CartView>> set_addresses(App& app, Ctx ctx, CartId id, Access access, Addresses in) {
    auto billing = in.billing ? std::optional(RawJson{to_json(*in.billing)}) : std::nullopt;
    auto statement = sql::set_addresses(id, token_hash(access), in.email.str(), RawJson{to_json(in.shipping)}, billing, in.version);
    auto view = co_await edit(app, ctx, id, access, std::move(statement), in.version);
    if (view) co_await note_customer(app, ctx, id, access, in.email.str());
    co_return view;
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
