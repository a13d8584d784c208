#pragma once
// What promotions take off and what gift cards pay: claimed with the order, given back when it is cancelled.
#include "modules/orders/save.h"

namespace vitrine::orders {

/// Queues the claims of these orders' promotions, then the payments by gift card and store credit. Where a limit is reached or a balance is short,
/// the statement fails the whole transaction: see `lost_offers`.
void claim_offers(pg::Tx& tx, const std::vector<NewOrder>& orders);

/// What an order could not have any more.
struct LostOffers {
    std::vector<promotions::ClaimRefusal> claims;
    std::vector<tenders::ShortBalance> balances;
};
/// Of a transaction of one order that failed; nothing when it failed for another reason.
std::optional<LostOffers> lost_offers(const pg::Error& error);

/// Writes on the cart what it cannot have, so that its next quote is true, and says so. Gives promotions.offer_gone or tenders.balance_changed.
Task<Refusal> give_up(App& app, Ctx ctx, carts::CartKey cart, LostOffers lost);

}  // namespace vitrine::orders
