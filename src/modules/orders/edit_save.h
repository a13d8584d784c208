#pragma once
#include "modules/orders/edit.h"
#include "modules/orders/rules.h"
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
    std::vector<rules::LinePart> parts;  ///< of the bundles among its lines
    std::int64_t low_stock = 0;          ///< the store's number at which staff are told
};
/// Writes it into the transaction that holds the order's lock: what was said before, the rows, the books by their difference, offers, payment, stock held, story and news.
/// Gives what is short; then the transaction has to be given up.
Task<std::vector<stock::Shortage>> save_edit(pg::Tx& tx, EditToSave edit);

}  // namespace vitrine::orders
