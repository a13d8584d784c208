#pragma once
#include "modules/orders/refund_rules.h"

namespace vitrine::orders {

/// Why these lines cannot be cancelled: they have left (orders.already_sent), lie in a parcel (orders.packed), or were cancelled before (orders.refund_too_large). Asked behind the
/// order's lock; nothing where they can.
Task<std::optional<Refusal>> why_not_cancelled(pg::Tx& tx, const OrderView& order, const std::vector<rules::RefundShare>& shares);

/// Lines that are not sent any more: their goods are free again, whether they were waited for, held or sold; of a bundle its parts. What `stays` of them the order has use for: an edit adds the
/// same articles again. Told to the buyer, but for the reason. Behind the order's lock.
Task<void> cancel_lines(pg::Tx& tx, const OrderView& order, const std::vector<rules::RefundShare>& shares, const std::vector<stock::Want>& stays = {});

}  // namespace vitrine::orders
