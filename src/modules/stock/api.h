#pragma once
#include <string>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"
#include "modules/catalog/api.h"

namespace vitrine::stock {

using ReservationId = Id<"rsv">;
using catalog::VariantId;

inline constexpr RefusalKind short_of{"stock.short", 409, "Not enough stock"};

/// So many of a variant, wanted by an order.
struct Want {
    std::string order;      ///< "ord_…"
    VariantId variant;
    std::int64_t quantity = 1;
};
/// What the reservation of one variant of one order came to.
struct Outcome {
    std::string order;
    VariantId variant;
    std::int64_t quantity = 0;
    bool reserved = false;
    std::int64_t left = 0;  ///< available after this reservation
};
SHAPE(Outcome, order, variant, quantity, reserved, left)

/// Queues the reservation of all wants (any number of orders) until `expires`, one row per order and variant. Levels are locked in variant
/// order, so opposite carts do not deadlock, and never go below zero. If any want cannot be met the statement fails the whole transaction
/// with sqlstate VS001: read it with `shortages`. So it may share its flush with the commit.
pg::Later<std::vector<Outcome>> reserve(pg::Tx& tx, const std::vector<Want>& wants, Instant expires);

struct Shortage {
    VariantId variant;
    std::int64_t wanted = 0, available = 0;
};
/// What was short, when `error` is a refused reservation; empty for any other error.
std::vector<Shortage> shortages(const pg::Error& error);

/// Turns an order's active reservations into sales: on hand and reserved fall, movements are written. Repeatable: the second time nothing
/// is active. Gives the variants touched. `extend` instead moves the expiry of active ones.
pg::Later<std::vector<VariantId>> sell(pg::Tx& tx, std::string order);
pg::Later<std::vector<VariantId>> release(pg::Tx& tx, std::string order, std::string reason);
void extend(pg::Tx& tx, std::string order, Instant expires);

/// Sets what is on hand (imports, counts): writes the difference as a movement with `reason`. Sets below what is reserved are raised to it.
/// A variant not seen before gets its level. Nothing is written where nothing changes.
pg::Later<std::vector<VariantId>> set_on_hand(pg::Tx& tx, const std::vector<VariantId>& variants, const std::vector<std::int64_t>& on_hand, std::string reason);

struct Available {
    VariantId variant;
    std::int64_t available = 0;
};
SHAPE(Available, variant, available)

/// What can be sold of these variants now; variants without a level are missing from the answer.
pg::Query<std::vector<Available>> available(const std::vector<VariantId>& variants);
/// The same for all variants of the store, for the snapshot's first load.
pg::Query<std::vector<Available>> all_available();

}  // namespace vitrine::stock
