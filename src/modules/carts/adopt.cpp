// Signing in: the cart that was filled as a guest joins the customer's own.
#include <algorithm>

#include "modules/carts/edit.h"
#include "modules/carts/live_hub.h"
#include "modules/carts/owner.h"
#include "modules/carts/reminder.h"
#include "modules/carts/rules.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {
namespace {

struct Pair {
    std::optional<CartRow> guest, own;
};

std::vector<rules::Goods> goods_of(const CartRow& row) {
    std::vector<rules::Goods> out;
    for (size_t i = 0; i < row.variants.size(); ++i) out.push_back({row.variants[i], row.quantities[i]});
    return out;
}

std::function<rules::Article(VariantId)> articles(const App& app, StoreId store) {
    return [snapshot = app.snapshots->of(store)](VariantId variant) {
        auto facts = snapshot->variant(variant);
        return facts ? rules::Article{true, facts->is_unique, facts->available, facts->title} : rules::Article{};
    };
}

/// Writes what the customer's cart is now. Lines that stay keep their ids, and so their place.
void save_goods(pg::Tx& tx, const CartRow& own, const std::vector<rules::Goods>& goods, Instant now) {
    std::vector<LineId> lines;
    std::vector<VariantId> variants;
    std::vector<std::int64_t> quantities;
    for (const auto& one : goods) {
        auto known = std::ranges::find(own.variants, one.variant);
        lines.push_back(known == own.variants.end() ? LineId::next(now) : own.lines[size_t(known - own.variants.begin())]);
        variants.push_back(one.variant);
        quantities.push_back(one.quantity);
    }
    tx.send(sql::replace_lines(own.id, lines, variants, quantities));
}

/// Both carts behind their locks; the customer's is opened where the guest's has something to bring.
Task<Result<Pair>> lock_pair(pg::Tx& tx, CartId guest, const pg::Bytes& key, CustomerId customer, Instant now) {
    auto ask = [&]() -> Task<Pair> {
        tx.send(sql::lock_both(guest, key, customer));
        auto [theirs, own] = co_await tx.ask(sql::find(guest, key), sql::find_open(customer));
        co_return Pair{std::move(theirs), std::move(own)};
    };
    auto pair = co_await ask();
    bool brings = pair.guest && pair.guest->state == "active" && pair.guest->customer != customer;
    if (!brings) pair.guest.reset();
    if (!brings || pair.own) co_return std::move(pair);
    auto opened = co_await open_own(tx, customer, now);
    if (!opened) co_return refuse(std::move(opened.error()));
    co_return co_await ask();  // another device may have opened it: behind its lock now
}

Task<Result<bool>> join_pair(App& app, pg::Tx& tx, const Pair& pair, std::vector<JoinNotice>& notices) {
    const auto& [guest, own] = pair;
    if (!guest || !own) co_return false;
    auto joined = rules::join(goods_of(*own), goods_of(*guest), articles(app, tx.ctx().store));
    notices = std::move(joined.notices);
    save_goods(tx, *own, joined.goods, tx.ctx().now);
    auto offers = RawJson{to_json(rules::join(offers_of(*own), offers_of(*guest)))};
    bool has_offers = own->offers || guest->offers;
    tx.send(sql::take_over(own->id, guest->email, guest->shipping_address, guest->billing_address, guest->shipping_option, guest->currency,
                           has_offers ? std::optional(std::move(offers)) : std::nullopt));
    tx.send(sql::mark_merged(guest->id, own->id));
    tx.send(sql::prune_devices(own->id));
    remind_later(tx);
    tell_after_commit(tx, *guest);
    tell_after_commit(tx, *own);
    co_return true;
}

}  // namespace

Task<Result<Adopted>> adopt(App& app, Ctx ctx, CartId guest, Access access) {
    auto customer = customer_of(ctx);
    if (!customer) co_return refuse(refusals::unauthenticated);
    auto key = token_hash(Access{access.token});
    Adopted out;
    auto body = [&](pg::Tx& tx) -> Task<Result<std::optional<CartRow>>> {
        out.notices.clear();
        auto pair = co_await lock_pair(tx, guest, key, *customer, ctx.now);
        if (!pair) co_return refuse(std::move(pair.error()));
        auto done = co_await join_pair(app, tx, *pair, out.notices);
        if (!done) co_return refuse(std::move(done.error()));
        if (!*done) co_return std::move(pair->own);
        co_return co_await tx.ask(sql::find_open(*customer));
    };
    auto row = co_await app.db.transaction(ctx, body);
    if (!row) co_return refuse(std::move(row.error()));
    if (*row) out.cart = priced(**row, quotes::memory_of(app, ctx.store), ctx.now);
    co_return out;
}

Task<Result<Adopted>> bring_together(App& app, Ctx ctx, CartId into, Access into_access, CartId from, Access from_access) {
    auto own_key = key_of(into, into_access), other_key = key_of(from, from_access);
    Adopted out;
    auto body = [&](pg::Tx& tx) -> Task<Result<CartRow>> {
        out.notices.clear();
        auto locked = lock(tx, {own_key, other_key});
        co_await tx.flush();
        auto find = [&](CartId id) {
            auto found = std::ranges::find(*locked.rows, id, &CartRow::id);
            return found == locked.rows->end() ? std::nullopt : std::optional(*found);
        };
        Pair pair{find(from), find(into)};
        if (!pair.own) co_return refuse(not_found);
        if (pair.own->state != "active") co_return refuse(closed);
        bool brings = pair.guest && into != from && pair.guest->state == "active" && !pair.guest->customer;
        if (!brings) pair.guest.reset();
        auto done = co_await join_pair(app, tx, pair, out.notices);
        if (!done) co_return refuse(std::move(done.error()));
        if (!*done) co_return std::move(*pair.own);
        co_return (co_await tx.ask(sql::find(into, own_key.token_hash))).value();
    };
    auto row = co_await app.db.transaction(ctx, body);
    if (!row) co_return refuse(std::move(row.error()));
    out.cart = priced(*row, quotes::memory_of(app, ctx.store), ctx.now);
    co_return out;
}

Task<Result<bool>> adopt_lists(App& app, Ctx ctx, Access list) {
    auto customer = customer_of(ctx);
    if (!customer) co_return refuse(refusals::unauthenticated);
    if (list.token.empty()) co_return false;
    auto query = sql::move_kept(token_hash(Access{list.token}), token_hash(Access{{}, *customer}));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> { co_return co_await tx.ask(query) > 0; };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::carts
