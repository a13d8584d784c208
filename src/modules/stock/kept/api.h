#pragma once
// Goods kept for an order that will get them later, under a name of their own: those of an edit that waits for its money.
#include "modules/stock/api.h"

namespace vitrine::stock {

/// Keeps exactly these goods under `reference` until `expires`: all of them or none, only what is there (nothing is promised). Decided behind the locks of their levels. A variant may be
/// named twice. Tells staff where its number falls to little. Gives what is short; then nothing was written. Not repeatable.
Task<std::vector<Shortage>> keep(pg::Tx& tx, std::string reference, std::vector<Want> goods, Instant expires, std::int64_t low_unless_said);

/// What is kept under `reference` is held by this order from now on, beside what it has of the same articles already; nobody can come between. The order is locked by the caller, so that it gets
/// one such part after the other. Gives the variants. Repeatable: the second time nothing is kept.
Task<std::vector<VariantId>> hand_over(pg::Tx& tx, std::string reference, std::string order, Instant expires);

}  // namespace vitrine::stock
