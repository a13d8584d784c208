#pragma once
#include "modules/orders/edit.h"
#include "modules/promotions/api.h"

namespace vitrine::orders {

/// An edit that was decided.
struct EditToSave {
    const OrderView& before;
    const OrderView& after;              ///< with its payment's id
    std::int64_t number = 1;             ///< of the edit, counted from 1
    bool opens_payment = false;
    std::string reason;
    const promotions::Rules& promotions;
};
/// Writes it into the transaction that holds the order's lock: what was said before, the rows, the books by their difference, offers, payment, stock held, story and news.
/// More than there is fails the transaction (stock::rehold).
Task<void> save_edit(pg::Tx& tx, EditToSave edit);

}  // namespace vitrine::orders
