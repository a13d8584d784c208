// What an owner keeps beside the cart: for later, and wishes.
#include <algorithm>

#include "core/random.h"
#include "modules/carts/edit.h"
#include "modules/carts/live_hub.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {
namespace {

std::string name_of(ListKind kind) { return kind == ListKind::later ? "later" : "wish"; }

/// A list that is there, or one that begins now. Only tokens that we made begin a list: others would be guessable.
struct List {
    pg::Bytes owner;
    std::optional<std::string> new_token;
};
List list_of(const Access& access) {
    if (access.customer || !access.token.empty()) return {token_hash(access), {}};
    auto token = random_token();
    return {token_hash(Access{token}), token};
}

std::optional<Money> price_then(const sql::KeptRow& row) {
    auto currency = row.currency ? Currency::parse(*row.currency) : std::nullopt;
    return currency && row.price ? std::optional(Money{*row.price, *currency}) : std::nullopt;
}

KeptList show(const std::vector<sql::KeptRow>& rows, const search::Snapshot& snapshot) {
    KeptList out;
    for (const auto& row : rows) {
        KeptItem item{.variant = row.variant, .title = "No longer for sale", .quantity = row.quantity, .price_then = price_then(row), .kept_at = row.kept_at};
        if (auto facts = snapshot.variant(row.variant)) {
            item.product_slug = facts->slug;
            item.title = facts->title;
            item.options = facts->options_text;
            item.category_slug = facts->category_slug;
            item.price = facts->price;
            item.available = facts->available;
            item.is_cheaper = item.price_then && item.price_then->currency == facts->price.currency && facts->price < *item.price_then;
        }
        out.items.push_back(std::move(item));
    }
    return out;
}

pg::Query<std::int64_t> keep(const pg::Bytes& owner, ListKind kind, VariantId variant, std::int64_t quantity, const search::Snapshot& snapshot) {
    auto facts = snapshot.variant(variant);
    auto price = facts ? std::optional(facts->price.minor) : std::nullopt;
    auto currency = facts ? std::optional(std::string(facts->price.currency.code())) : std::nullopt;
    return sql::keep(owner, name_of(kind), variant, quantity, price, currency);
}

}  // namespace

Task<Result<KeptList>> kept(App& app, Ctx ctx, ListKind kind, Access list) {
    if (!list.customer && list.token.empty()) co_return KeptList{};
    auto rows = co_await app.db.read(ctx, sql::kept(token_hash(list), name_of(kind)));
    co_return show(rows, *app.snapshots->of(ctx.store));
}

Task<Result<KeptList>> wish(App& app, Ctx ctx, Access access, VariantId variant) {
    auto snapshot = app.snapshots->of(ctx.store);
    if (!snapshot->variant(variant)) co_return refuse(variant_unknown, {}, {{"/variant", "unknown", "no such article is for sale"}});
    auto list = list_of(access);
    auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<sql::KeptRow>>> {
        auto [put, rows] = co_await tx.ask(keep(list.owner, ListKind::wish, variant, 1, *snapshot), sql::kept(list.owner, "wish"));
        if (put == 0) co_return refuse(list_full);
        co_return std::move(rows);
    };
    auto rows = co_await app.db.transaction(ctx, body, {.durable = false});
    if (!rows) co_return refuse(std::move(rows.error()));
    auto view = show(*rows, *snapshot);
    view.token = list.new_token;
    co_return view;
}

Task<Result<KeptList>> drop_kept(App& app, Ctx ctx, ListKind kind, Access list, VariantId variant) {
    auto owner = token_hash(list);
    auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<sql::KeptRow>>> {
        tx.send(sql::drop_kept(owner, name_of(kind), variant));
        co_return co_await tx.ask(sql::kept(owner, name_of(kind)));
    };
    auto rows = co_await app.db.transaction(ctx, body, {.durable = false});
    if (!rows) co_return refuse(std::move(rows.error()));
    co_return show(*rows, *app.snapshots->of(ctx.store));
}

Task<Result<SavedForLater>> save_for_later(App& app, Ctx ctx, CartId id, Access access, Access list_access, LineId line, std::optional<std::int64_t> version) {
    auto list = list_of(list_access);
    auto snapshot = app.snapshots->of(ctx.store);
    auto body = [&](pg::Tx& tx) -> Task<Result<CartRow>> {
        auto row = co_await lock_open(tx, id, access, version);
        if (!row) co_return refuse(std::move(row.error()));
        auto taken = co_await tx.ask(sql::take_line(id, line));
        if (!taken) co_return refuse(line_unknown);
        auto [put, seen] = co_await tx.ask(keep(list.owner, ListKind::later, taken->variant, taken->quantity, *snapshot), sql::find(id, token_hash(access)));
        if (put == 0) co_return refuse(list_full);
        co_return std::move(*seen);
    };
    auto row = co_await app.db.transaction(ctx, body, {.durable = false});
    if (!row) co_return refuse(std::move(row.error()));
    co_return SavedForLater{priced(*row, quotes::memory_of(app, ctx.store), ctx.now), list.new_token};
}

Task<Result<CartView>> put_back(App& app, Ctx ctx, CartId id, Access access, ListKind kind, Access list, VariantId variant) {
    auto facts = app.snapshots->of(ctx.store)->variant(variant);
    if (!facts) co_return refuse(variant_unknown, {}, {{"/variant", "unknown", "no such article is for sale"}});
    auto hash = token_hash(access);
    auto body = [&](pg::Tx& tx) -> Task<Result<CartRow>> {
        auto row = co_await lock_open(tx, id, access, {});
        if (!row) co_return refuse(std::move(row.error()));
        auto quantity = co_await tx.ask(sql::drop_kept(token_hash(list), name_of(kind), variant));
        if (!quantity) co_return std::move(*row);
        auto there = std::ranges::find(row->variants, variant) != row->variants.end();
        if (there && facts->is_unique) co_return std::move(*row);  // the one there is lies in the cart
        auto [edited, seen] = co_await tx.ask(sql::add_line(id, hash, LineId::next(ctx.now), variant, facts->is_unique ? 1 : *quantity, {}), sql::find(id, hash));
        if (!edited) co_return refuse(too_many_lines);
        co_return std::move(*seen);
    };
    auto row = co_await app.db.transaction(ctx, body, {.durable = false});
    if (!row) co_return refuse(std::move(row.error()));
    co_return priced(*row, quotes::memory_of(app, ctx.store), ctx.now);
}

}  // namespace vitrine::carts
