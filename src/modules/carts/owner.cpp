#include "modules/carts/owner.h"

#include "modules/carts/edit.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {

std::optional<CustomerId> customer_of(const Ctx& ctx) { return ctx.role == Role::customer ? CustomerId::parse(ctx.actor) : std::nullopt; }

Access access_of(const Ctx& ctx, const std::optional<std::string>& token) {
    if (token && !token->empty()) return {*token};
    return {{}, customer_of(ctx)};
}

pg::Bytes token_hash(const Access& access) {
    if (!access.customer) return {crypto::bytes_of(crypto::sha256(access.token))};
    auto digest = crypto::sha256("cart of " + access.customer->text());
    for (auto& byte : digest) byte = std::uint8_t(~byte);  // no text is known that hashes to this: nobody can send it as a token
    return {crypto::bytes_of(digest)};
}

Task<Result<CartRow>> open_own(pg::Tx& tx, CustomerId customer, Instant now) {
    constexpr int most_tries = 3;
    for (int i = 0; i < most_tries; ++i) {
        tx.send(sql::open_for(CartId::next(now), token_hash(Access{{}, customer}), customer));
        auto row = co_await tx.ask(sql::find_open(customer));
        if (row) co_return std::move(*row);  // else it was ordered between the two statements
    }
    co_return refuse(refusals::overloaded);
}

Task<Result<CartView>> mine(App& app, Ctx ctx) {
    auto customer = customer_of(ctx);
    if (!customer) co_return refuse(refusals::unauthenticated);
    auto row = co_await app.db.read(ctx, sql::find_open(*customer));
    if (!row) co_return refuse(not_found);
    co_return priced(*row, quotes::memory_of(app, ctx.store), ctx.now);
}

}  // namespace vitrine::carts
