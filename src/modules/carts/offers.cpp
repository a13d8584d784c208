#include <algorithm>

#include "modules/carts/credit/api.h"
#include "modules/carts/edit.h"
#include "modules/carts/rules.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {
namespace {

using rules::most_cards, rules::most_coupons;

/// What the cart is priced in now.
Currency currency_of(const CartRow& row, const stores::Store& store) {
    auto chosen = row.currency ? Currency::parse(*row.currency) : std::nullopt;
    return chosen && store.sells_in(*chosen) ? *chosen : store.currency;
}

/// Writes the offers and gives the row as it is then.
CartRow with_offers(pg::Tx& tx, CartRow row, const Offers& offers) {
    save_offers(tx, row.id, offers, true);
    row.offers = RawJson{to_json(offers)};
    ++row.version;
    return row;
}

Task<Result<CartView>> shown(App& app, Ctx ctx, Result<CartRow> row) {
    if (!row) co_return refuse(std::move(row.error()));
    if (quotes::asks_couriers(app, ctx.store)) co_await quotes::learn_courier_prices(app, ctx, wanted(*row));
    co_return priced(*row, quotes::memory_of(app, ctx.store), ctx.now);
}

}  // namespace

void save_offers(pg::Tx& tx, CartId id, const Offers& offers, bool is_edit) { tx.send(sql::save_offers(id, RawJson{to_json(offers)}, is_edit ? 1 : 0)); }

Task<Result<CartView>> enter_coupon(App& app, Ctx ctx, CartId id, Access access, EnterCoupon in) {
    auto body = [&](pg::Tx& tx) -> Task<Result<CartRow>> {
        auto row = co_await lock_open(tx, id, access, in.version);
        if (!row) co_return refuse(row.error());
        auto offers = offers_of(*row);
        if (std::ranges::find(offers.coupons, in.code.str(), &promotions::EnteredCoupon::code) != offers.coupons.end()) co_return std::move(*row);
        if (offers.coupons.size() >= most_coupons) co_return refuse(too_many_codes);
        auto customer = row->email ? promotions::customer_key(*row->email) : std::string();
        auto found = co_await tx.ask(promotions::find_coupon(in.code, customer));
        if (auto reason = promotions::closed_reason(found, ctx.now)) co_return refuse(promotions::refusal_of({in.code.str(), *reason, {}}));
        offers.coupons.push_back({found->code, found->id, found->promotion, found->expires_at});
        std::erase_if(offers.declined, [&](const auto& declined) { return declined.promotion == found->promotion && (!declined.coupon || declined.coupon == found->id); });
        co_return with_offers(tx, std::move(*row), offers);
    };
    auto row = co_await app.db.transaction(ctx, body, {.durable = false});
    co_return co_await shown(app, ctx, std::move(row));
}

Task<Result<CartView>> remove_coupon(App& app, Ctx ctx, CartId id, Access access, std::string code, std::optional<std::int64_t> version) {
    auto wanted = promotions::CouponCodeRule::normalize(std::move(code));
    auto body = [&](pg::Tx& tx) -> Task<Result<CartRow>> {
        auto row = co_await lock_open(tx, id, access, version);
        if (!row) co_return refuse(row.error());
        auto offers = offers_of(*row);
        if (std::erase_if(offers.coupons, [&](const auto& coupon) { return coupon.code == wanted; }) == 0) co_return refuse(code_absent);
        co_return with_offers(tx, std::move(*row), offers);
    };
    auto row = co_await app.db.transaction(ctx, body, {.durable = false});
    co_return co_await shown(app, ctx, std::move(row));
}

Task<Result<CartView>> enter_gift_card(App& app, Ctx ctx, CartId id, Access access, EnterCard in) {
    auto body = [&](pg::Tx& tx) -> Task<Result<CartRow>> {
        auto row = co_await lock_open(tx, id, access, in.version);
        if (!row) co_return refuse(row.error());
        auto found = co_await tx.ask(tenders::find_card(in.code));
        auto currency = currency_of(*row, *app.stores->known(ctx.store));
        if (auto refused = tenders::refused_card(found, currency, ctx.now)) co_return refuse(std::move(*refused));
        auto offers = offers_of(*row);
        std::erase_if(offers.cards, [&](const auto& card) { return card.id == found->id; });  // entered again: with what is left now
        if (offers.cards.size() >= most_cards) co_return refuse(too_many_codes);
        offers.cards.push_back({found->id, found->last_four.value_or(""), {found->balance, found->currency}});
        co_return with_offers(tx, std::move(*row), offers);
    };
    auto row = co_await app.db.transaction(ctx, body, {.durable = false});
    co_return co_await shown(app, ctx, std::move(row));
}

Task<Result<CartView>> enter_credit(App& app, Ctx ctx, CartId id, Access access, tenders::AccountId credit, Money most) {
    auto body = [&](pg::Tx& tx) -> Task<Result<CartRow>> {
        auto row = co_await lock_open(tx, id, access, {});
        if (!row) co_return refuse(row.error());
        auto offers = offers_of(*row);
        std::erase_if(offers.cards, [&](const auto& card) { return card.id == credit; });
        if (offers.cards.size() >= most_cards) co_return refuse(too_many_codes);
        offers.cards.push_back({credit, {}, most});  // credit has no number
        co_return with_offers(tx, std::move(*row), offers);
    };
    auto row = co_await app.db.transaction(ctx, body, {.durable = false});
    co_return co_await shown(app, ctx, std::move(row));
}

Task<Result<CartView>> remove_gift_card(App& app, Ctx ctx, CartId id, Access access, tenders::AccountId card, std::optional<std::int64_t> version) {
    auto body = [&](pg::Tx& tx) -> Task<Result<CartRow>> {
        auto row = co_await lock_open(tx, id, access, version);
        if (!row) co_return refuse(row.error());
        auto offers = offers_of(*row);
        if (std::erase_if(offers.cards, [&](const auto& entered) { return entered.id == card; }) == 0) co_return refuse(code_absent);
        co_return with_offers(tx, std::move(*row), offers);
    };
    auto row = co_await app.db.transaction(ctx, body, {.durable = false});
    co_return co_await shown(app, ctx, std::move(row));
}

}  // namespace vitrine::carts
