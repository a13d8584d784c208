#pragma once
#include "modules/carts/api.h"

namespace vitrine::carts {

/// Puts a customer's store credit on a cart, at most `most` of it, for modules that owe it to him (goods in exchange). What it pays is taken when the order is placed; who has less by
/// then is told tenders.balance_changed. Repeatable. Refuses carts.not_found, carts.closed, carts.too_many_codes.
Task<Result<CartView>> enter_credit(App& app, Ctx ctx, CartId id, Access access, tenders::AccountId credit, Money most);

/// Throws away a cart that was filled for somebody and did not become an order, so that nobody takes it for one that he left. A cart that did stays. Repeatable.
Task<void> discard(App& app, Ctx ctx, CartId id, Access access);

}  // namespace vitrine::carts
