#include "modules/carts/edit.h"

#include "modules/carts/live_hub.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {
namespace {

struct Edited {
    pg::Later<std::optional<std::int64_t>> version;
    pg::Later<std::optional<CartRow>> cart;
};

std::unexpected<Refusal> no_longer_open(const CartRow& cart) {
    return refuse(closed, cart.state == "merged" ? "it was joined with the cart of who signed in" : "");
}

std::unexpected<Refusal> why_not(const std::optional<CartRow>& cart, std::optional<std::int64_t> version, const RefusalKind& rejected) {
    if (!cart) return refuse(not_found);
    if (cart->state != "active") return no_longer_open(*cart);
    if (version && cart->version != *version) {
        auto detail = "the cart is at version " + std::to_string(cart->version);
        return refuse(stale, detail, {{"/version", "stale", detail}});
    }
    return refuse(rejected);
}

}  // namespace

Task<Result<CartView>> edit(App& app, Ctx ctx, CartId id, Access access, pg::Query<std::optional<std::int64_t>> edit, std::optional<std::int64_t> version,
                            RefusalKind rejected) {
    auto hash = token_hash(access);
    auto body = [&](pg::Tx& tx) -> Task<Result<Edited>> {
        auto changed = tx.queue(edit);
        auto cart = tx.queue(sql::find(id, hash));
        tell_after_commit(tx, cart);
        co_return Edited{changed, cart};
    };
    auto edited = co_await app.db.transaction(ctx, body, {.durable = false});
    if (!edited) co_return refuse(edited.error());
    const auto& cart = *edited->cart;
    if (!*edited->version || !cart) co_return why_not(cart, version, rejected);
    if (quotes::asks_couriers(app, ctx.store)) co_await quotes::learn_courier_prices(app, ctx, wanted(*cart));
    co_return priced(*cart, quotes::memory_of(app, ctx.store), ctx.now);
}

Task<Result<CartRow>> lock_open(pg::Tx& tx, CartId id, Access access, std::optional<std::int64_t> version) {
    auto locked = lock(tx, {key_of(id, access)});
    co_await tx.flush();
    if (locked.rows->empty()) co_return refuse(not_found);
    const auto& row = locked.rows->front();
    if (row.state != "active") co_return no_longer_open(row);
    auto detail = "the cart is at version " + std::to_string(row.version);
    if (version && *version != row.version) co_return refuse(stale, detail, {{"/version", "stale", detail}});
    co_return row;
}

}  // namespace vitrine::carts
