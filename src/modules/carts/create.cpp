#include <algorithm>

#include "core/random.h"
#include "modules/carts/edit.h"
#include "modules/carts/live_hub.h"
#include "modules/carts/owner.h"
#include "modules/carts/reminder.h"
#include "modules/carts/rules.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {
namespace {

/// Puts in what was to be added, unless the article is there: the same wish sent twice, on whatever devices, is one.
Task<Result<CartRow>> with_first(pg::Tx& tx, CartRow row, const pg::Bytes& key, AddLine first) {
    constexpr int most_tries = 3;
    for (int i = 0; i < most_tries; ++i) {
        if (std::ranges::find(row.variants, first.variant) != row.variants.end()) co_return std::move(row);
        if (row.variants.size() >= rules::most_lines) co_return refuse(too_many_lines);
        auto [added, seen] = co_await tx.ask(sql::add_line(row.id, key, LineId::next(tx.ctx().now), first.variant, first.quantity, row.version), sql::find(row.id, key));
        if (!seen) break;
        if (added) {
            tell_after_commit(tx, *seen);
            co_return std::move(*seen);
        }
        row = std::move(*seen);  // another device was faster
        if (row.state != "active") break;
    }
    co_return refuse(refusals::overloaded);
}

/// The one cart of who is signed in, with what was to be added.
Task<Result<CartView>> create_own(App& app, Ctx ctx, CustomerId customer, std::optional<AddLine> first) {
    Access access{{}, customer};
    auto body = [&](pg::Tx& tx) -> Task<Result<CartRow>> {
        auto row = co_await open_own(tx, customer, ctx.now);
        if (!row) co_return refuse(std::move(row.error()));
        remind_later(tx);
        if (!first) co_return std::move(*row);
        co_return co_await with_first(tx, std::move(*row), token_hash(access), *first);
    };
    auto row = co_await app.db.transaction(ctx, body, {.durable = false});
    if (!row) co_return refuse(std::move(row.error()));
    co_return priced(*row, quotes::memory_of(app, ctx.store), ctx.now);
}

}  // namespace

Task<Result<CartView>> create(App& app, Ctx ctx, std::optional<AddLine> first) {
    auto snapshot = app.snapshots->of(ctx.store);
    if (first && !snapshot->variant(first->variant)) co_return refuse(variant_unknown, {}, {{"/variant", "unknown", "no such article is for sale"}});
    if (auto customer = customer_of(ctx)) co_return co_await create_own(app, ctx, *customer, std::move(first));

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
