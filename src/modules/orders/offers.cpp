#include "modules/orders/offers.h"

#include <algorithm>

#include "core/check.h"
#include "core/money.h"

namespace vitrine::orders {
namespace {

promotions::Claim claim_of(const NewOrder& order, const quotes::DiscountTotal& discount, const std::string& customer) {
    bool is_first_only = std::ranges::find(order.first_order_only, discount.promotion) != order.first_order_only.end();
    return {order.view.id.text(), discount.promotion, discount.coupon, customer, discount.amount, is_first_only};
}

tenders::Spend spend_of(const NewOrder& order, const quotes::TenderUse& use) {
    auto account = tenders::AccountId::parse(use.reference);
    check(account.has_value(), "a tender is named by its account");
    return {order.view.id.text(), *account, use.kind == "store_credit" ? tenders::Kind::store_credit : tenders::Kind::gift_card, use.amount};
}

Fault fault_of(const promotions::ClaimRefusal& claim) {
    if (!claim.code) return {"/cart", "promotions.offer_gone", "an offer of the cart has ended; the cart goes on without it"};
    auto detail = *claim.code + ": " + std::string(promotions::words_of(claim.reason)) + " The cart goes on without it.";
    return {"/cart/coupons/" + *claim.code, "promotions.coupon_" + std::string(shape_name(claim.reason)), std::move(detail)};
}

Refusal refusal_of(const LostOffers& lost, const carts::Offers& offers) {
    std::vector<Fault> faults;
    for (const auto& claim : lost.claims) faults.push_back(fault_of(claim));
    for (const auto& balance : lost.balances) {
        auto card = std::ranges::find(offers.cards, balance.account, &carts::EnteredCard::id);
        auto left = card == offers.cards.end() ? std::string("less") : format_for_people(Money{balance.available, card->balance.currency});
        faults.push_back({"/cart/gift_cards/" + balance.account.text(), "tenders.balance_changed", "there is " + left + " left on it"});
    }
    return refuse(lost.claims.empty() ? tenders::balance_changed : promotions::offer_gone, {}, std::move(faults)).error();
}

}  // namespace

void claim_offers(pg::Tx& tx, const std::vector<NewOrder>& orders) {
    std::vector<promotions::Buyer> buyers;
    std::vector<promotions::Claim> claims;
    std::vector<tenders::Spend> spends;
    for (const auto& order : orders) {
        auto customer = promotions::customer_key(order.view.email);
        buyers.push_back({order.view.id.text(), customer});
        for (const auto& discount : order.view.breakdown.discounts) claims.push_back(claim_of(order, discount, customer));
        for (const auto& use : order.view.breakdown.tenders) spends.push_back(spend_of(order, use));
    }
    promotions::claim(tx, buyers, claims);
    tenders::spend(tx, spends);
}

std::optional<LostOffers> lost_offers(const pg::Error& error) {
    LostOffers lost{promotions::refused_claims(error), tenders::short_balances(error)};
    if (lost.claims.empty() && lost.balances.empty()) return {};
    return lost;
}

Task<Refusal> give_up(App& app, Ctx ctx, carts::CartKey cart, LostOffers lost) {
    carts::Offers offers;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = carts::lock(tx, {cart});
        co_await tx.flush();
        if (locked.rows->empty() || locked.rows->front().state != "active") co_return false;
        offers = carts::offers_of(locked.rows->front());
        for (const auto& claim : lost.claims) offers.declined.push_back(promotions::declined_of(claim));
        for (auto& card : offers.cards)
            for (const auto& balance : lost.balances)
                if (balance.account == card.id) card.balance.minor = balance.available;
        carts::save_offers(tx, cart.id, offers, true);
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
    co_return refusal_of(lost, offers);
}

}  // namespace vitrine::orders
