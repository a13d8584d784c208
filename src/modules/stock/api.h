#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"
#include "modules/catalog/api.h"

namespace vitrine::stock {

using ReservationId = Id<"rsv">;
using catalog::VariantId;

inline constexpr RefusalKind short_of{"stock.short", 409, "Not enough stock"};

struct OnHand {
    VariantId variant;
    std::int64_t on_hand = 0;
};
SHAPE(OnHand, variant, on_hand)
/// What lies on the shelf, reserved or not, for exports; variants without a level are missing from the answer.
pg::Query<std::vector<OnHand>> on_hand(const std::vector<VariantId>& variants);

/// For lock_levels: however much is left.
inline constexpr std::int64_t lock_all = INT64_MAX;
/// Broken when more is held than there is.
inline constexpr std::string_view level_constraint = "no_more_reserved_than_there_is";

struct Available {
    VariantId variant;
    std::int64_t available = 0;
};
SHAPE(Available, variant, available)

/// So many of a variant, wanted by one buyer.
struct Want {
    VariantId variant;
    std::int64_t quantity = 1;
};
struct Shortage {
    VariantId variant;
    std::int64_t wanted = 0, available = 0;
};

/// What levels still have while a transaction decides for one buyer after the other. In memory and pure: what was taken is written by `hold`.
class Shelf {
public:
    explicit Shelf(const std::vector<Available>& levels);
    /// Takes all of these or none. Gives what is short, in the order of the wants; empty when all was there. Wants of one variant are judged by their
    /// sum; a variant without a level is a shortage.
    std::vector<Shortage> take(const std::vector<Want>& wants);
    /// What is left now; 0 for a variant without a level.
    std::int64_t left(VariantId variant) const;

private:
    std::map<VariantId, std::int64_t> left_;
};

/// Queues: locks the levels of these variants until the transaction ends, in variant order whatever order they are given in, so that opposite carts do
/// not deadlock. Name all that the transaction will hold in one call. Where `plenty` or more is left the level is only read, as far as the order
/// of locks allows: then `hold` locks it, and its constraint is what keeps two from taking the same.
pg::Later<std::vector<Available>> lock_levels(pg::Tx& tx, const std::vector<VariantId>& variants, std::int64_t plenty = lock_all);

/// So many of a variant, kept for an order until `expires`.
struct Hold {
    std::string order;      ///< "ord_…"
    VariantId variant;
    std::int64_t quantity = 1;
    Instant expires{};
};
/// Queues the holds of any number of orders, one row per order and variant; their levels were looked at (lock_levels, Shelf) by this transaction. The
/// levels are written last, so queue it late where they were not locked before: a level that many want is then locked for little more than the commit.
/// More than there is fails the transaction by level_constraint.
void hold(pg::Tx& tx, const std::vector<Hold>& holds);

/// Turns an order's active reservations into sales: on hand and reserved fall, movements are written. Repeatable: the second time nothing
/// is active. Gives the variants touched. `extend` instead moves the expiry of active ones.
pg::Later<std::vector<VariantId>> sell(pg::Tx& tx, std::string order);
pg::Later<std::vector<VariantId>> release(pg::Tx& tx, std::string order, std::string reason);
void extend(pg::Tx& tx, std::string order, Instant expires);
/// Queues: these goods of an order stay here: what was sold of them is on the shelf again, what was only held is free. Nothing happens to goods of which the order has
/// less. Each call takes back anew: call it where the cancellation is recorded. Gives the variants touched.
pg::Later<std::vector<VariantId>> take_back(pg::Tx& tx, std::string order, const std::vector<Want>& goods, std::string reason);

/// Queues: from now on an order that waits for its money holds exactly these goods until `expires`: what it holds more is free, what it lacks is held. A variant may be named
/// twice. More than there is fails the transaction by level_constraint; a variant without a level by a foreign key (23503). Repeatable. Gives the variants touched.
pg::Later<std::vector<VariantId>> rehold(pg::Tx& tx, std::string order, const std::vector<Want>& goods, Instant expires);

/// Sets what is on hand (imports, counts): writes the difference as a movement with `reason`. Sets below what is reserved are raised to it.
/// A variant not seen before gets its level. Nothing is written where nothing changes.
pg::Later<std::vector<VariantId>> set_on_hand(pg::Tx& tx, const std::vector<VariantId>& variants, const std::vector<std::int64_t>& on_hand, std::string reason);

/// What can be sold of these variants now; variants without a level are missing from the answer.
pg::Query<std::vector<Available>> available(const std::vector<VariantId>& variants);
/// The same for all variants of the store, for the snapshot's first load.
pg::Query<std::vector<Available>> all_available();

}  // namespace vitrine::stock
