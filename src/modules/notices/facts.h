#pragma once
#include "modules/notices/notice.h"
#include "modules/orders/api.h"

namespace vitrine::notices {

inline constexpr size_t most_lines = 40;   ///< of an order in a mail: mail programs cut what is longer than some 100 KB

/// Pure. What a notice may say of an order: no payment data, and no text that looks like a card number.
Facts facts_of(const orders::OrderView& order);
/// Pure. The first articles' names, what they come to, and which cart: its link is made when it is sent.
Facts facts_of(const carts::CartView& cart, const carts::CartAbandoned& news);
FactTransfer transfer_of(const payments::Instructions& instructions);

/// Pure. An order nobody has placed, for looking at texts: in the store's currency, with everything in it that a text may name.
Facts sample_facts(const stores::Store& store, Instant now);

}  // namespace vitrine::notices
