#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"
#include "modules/app.h"
#include "modules/catalog/api.h"

namespace vitrine::stock {

using WarehouseId = Id<"wh">;
using catalog::VariantId;

inline constexpr RefusalKind short_of{"stock.short", 409, "Not enough stock"};
inline constexpr RefusalKind not_arrived{"stock.not_arrived", 409, "Goods of this order have not arrived yet"};
inline constexpr RefusalKind queued{"stock.queued", 409, "Many want this; you are in the queue"};
inline constexpr RefusalKind sold_out{"stock.sold_out", 409, "Sold out"};

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
/// Broken when more is promised than may be.
inline constexpr std::string_view promise_constraint = "no_more_promised_than_allowed";

struct Available {
    VariantId variant;
    std::int64_t available = 0;
};
SHAPE(Available, variant, available)

/// What a variant can give to orders, as its row stands: `available` is left beside what is promised and kept back and may be below zero, `promisable` may be promised
/// beyond that; at or below `low_at` (none: the store's number) staff are told.
struct Level {
    VariantId variant;
    std::int64_t available = 0, promisable = 0;
    std::optional<std::int64_t> low_at = {};
};
SHAPE(Level, variant, available, promisable, low_at)

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
    explicit Shelf(const std::vector<Level>& levels);
    /// Takes all of these or none. Gives what is short, in the order of the wants; empty when all was there. Wants of one variant are judged by their
    /// sum; a variant without a level is a shortage. What there is goes first; how much of which was promised instead is added to `promised`.
    std::vector<Shortage> take(const std::vector<Want>& wants, std::vector<Want>* promised = nullptr);
    /// What is there now, for whoever comes next; 0 for a variant without a level.
    std::int64_t left(VariantId variant) const;
    /// The variants whose numbers fell to where staff are told, with what is left.
    std::vector<Available> fallen(std::int64_t low_unless_said) const;

private:
    struct Left {
        std::int64_t before = 0, available = 0, promisable = 0;
        std::optional<std::int64_t> low_at;
    };
    std::map<VariantId, Left> left_;
};

/// Queues: locks the levels of these variants until the transaction ends, in variant order whatever order they are given in, so that opposite carts do
/// not deadlock. Name all that the transaction will hold in one call. Where `plenty` or more is left the level is only read, as far as the order
/// of locks allows: then `hold` locks it, and its constraint is what keeps two from taking the same.
pg::Later<std::vector<Level>> lock_levels(pg::Tx& tx, const std::vector<VariantId>& variants, std::int64_t plenty = lock_all);

/// So many of a variant, kept for an order until `expires`; `promised` of them are not there yet.
struct Hold {
    std::string order;      ///< "ord_…"
    VariantId variant;
    std::int64_t quantity = 1;
    Instant expires{};
    std::int64_t promised = 0;
};
/// Queues the holds of any number of orders, one row per order and variant; their levels were looked at (lock_levels, Shelf) by this transaction. The
/// levels are written last, so queue it late where they were not locked before: a level that many want is then locked for little more than the commit.
/// More than there is fails the transaction by level_constraint.
void hold(pg::Tx& tx, const std::vector<Hold>& holds);

/// Where an order goes, for choosing the warehouses it is sent from. Any of it may be empty.
struct Destination {
    std::string country, region, postal_code;
};
SHAPE(Destination, country, region, postal_code)

/// Turns an order's active reservations into sales: decides by the store's strategy from which warehouses the goods go (rules::allocate), on hand and
/// reserved fall, movements are written. Goods that were promised follow when they arrive. Repeatable: the second time nothing is active. Gives the
/// variants touched. One round trip; what it writes leaves with the next.
Task<std::vector<VariantId>> sell(pg::Tx& tx, std::string order, Destination to);
/// Queues: gives back what an order holds and waits for. Then `fill` for the variants it gives. Repeatable.
pg::Later<std::vector<VariantId>> release(pg::Tx& tx, std::string order, std::string reason);
/// Queues: moves the expiry of what an order holds.
void extend(pg::Tx& tx, std::string order, Instant expires);
/// Gives goods that came (or came back) to those who wait for them, first come, first served; one who needs more than there is waits on, and so do those behind
/// him. What is paid is sold at once. Their levels are locked by this transaction already. Tells stock.arrived.
Task<void> fill(pg::Tx& tx, std::vector<VariantId> variants);
/// Queues: an order that is over waits for nothing more. Then `fill` for the variants it gives: who came after it may have been waiting for it. Repeatable.
pg::Later<std::vector<VariantId>> waive(pg::Tx& tx, std::string order);
/// How many pieces an order still waits for.
pg::Query<std::int64_t> waiting(const std::string& order);
/// Queues: everything sold to this order has left its warehouses. Repeatable.
void ship(pg::Tx& tx, std::string order);

/// Goods of one order in one warehouse.
struct Allocation {
    VariantId variant;
    WarehouseId warehouse;
    std::string warehouse_code;
    std::int64_t quantity = 0, shipped = 0;
};
SHAPE(Allocation, variant, warehouse, warehouse_code, quantity, shipped)
/// From where an order's goods go, for whoever packs them.
pg::Query<std::vector<Allocation>> allocations(const std::string& order);

/// Puts goods of an order that had been sent back where they belong (returns), into the warehouse they came from. Refuses nothing; what is more than was
/// sold to the order is left out. Gives the variants touched. Not repeatable: call it once a return.
Task<std::vector<VariantId>> take_back(pg::Tx& tx, std::string order, std::vector<Want> goods, std::string reason);

/// Goods of an order stay in the house (lines cancelled before they were sent): what it waits for is waited for no more, what it holds is free, what was sold of them stands
/// on the shelves it was to leave, in this order. `reason` is that of the reservations ended; the ledger says `kept`. Refuses nothing; what is more than the order has is left out.
/// Others who wait are served (`fill`). Gives the variants touched. Not repeatable: call it where the cancellation is recorded.
Task<std::vector<VariantId>> let_go(pg::Tx& tx, std::string order, std::vector<Want> goods, std::string reason);

/// What became of `rehold`: shortages, and then nothing was written, or the variants touched.
struct Reheld {
    std::vector<Shortage> shortages;
    std::vector<VariantId> touched;
};
/// From now on an order that waits for its money holds, or waits for, exactly these goods until `expires`: what it has more is free for others, what it lacks is held, or promised
/// where that may be. A variant may be named twice. Decided behind the locks of all its levels. Tells staff where its number falls to little. Repeatable.
Task<Reheld> rehold(pg::Tx& tx, std::string order, std::vector<Want> goods, Instant expires, std::int64_t low_unless_said);

/// Sets what is on hand in all warehouses together (imports): writes the difference as movements with `reason`, into the store's default warehouse and, where that has
/// too little, out of the others by priority. Sets below what is reserved are raised to it. A variant not seen before gets its level. Nothing is written where nothing
/// changes. Then `fill` for the variants it gives.
pg::Later<std::vector<VariantId>> set_on_hand(pg::Tx& tx, const std::vector<VariantId>& variants, const std::vector<std::int64_t>& on_hand, std::string reason);

/// What can be ordered of these variants now, promises included; variants without a level are missing from the answer.
pg::Query<std::vector<Available>> available(const std::vector<VariantId>& variants);
/// The same for all variants of the store, for the snapshot's first load.
pg::Query<std::vector<Available>> all_available();

/// How a variant is sold that is not there.
enum class PolicyKind { stock_only, back_order, pre_order };
SHAPE_ENUM(PolicyKind, stock_only, back_order, pre_order)
/// What pages say beside a variant that is sold before it is there.
struct Promise {
    VariantId variant;
    PolicyKind kind = PolicyKind::back_order;
    std::optional<Instant> expected_at;
    std::int64_t in_stock = 0;          ///< what is there now, without promises
};
SHAPE(Promise, variant, kind, expected_at, in_stock)
/// Of these variants, those that are sold before they are there.
pg::Query<std::vector<Promise>> promises(const std::vector<VariantId>& variants);

/// Goods for an order that waited for them.
struct Arrived {
    static constexpr std::string_view name = "stock.arrived";
    std::string order;
    VariantId variant;
    std::int64_t quantity = 0;
};
SHAPE(Arrived, order, variant, quantity)
/// A variant has fallen to where staff want to know; told once, until it has risen and falls again.
struct LowStock {
    static constexpr std::string_view name = "stock.low";
    VariantId variant;
    std::int64_t left = 0;
};
SHAPE(LowStock, variant, left)
/// Queues the news for each; their levels are locked or just written by this transaction.
void tell_low(pg::Tx& tx, const std::vector<Available>& fallen);

/// How long goods are kept for who pays online; none: as long as the way of paying says.
struct HoldLimits {
    std::optional<std::int64_t> guest_minutes, customer_minutes;
};
SHAPE(HoldLimits, guest_minutes, customer_minutes)
/// Pure. For how long an order holds its goods: the store's limit for this kind of buyer where the way of paying ends within hours; ways that take days keep their days.
Duration hold_for(Duration window, const HoldLimits& limits, Role role);

/// An article whose buyers queue before the database, from a moment until another.
struct LaneTime {
    VariantId variant;
    Instant opens_at{};
    std::optional<Instant> closes_at;
};
SHAPE(LaneTime, variant, opens_at, closes_at)
/// What processes keep in memory of how a store sells its stock.
struct StockRules {
    HoldLimits limits;
    std::vector<LaneTime> lanes;       ///< by variant
};
/// Reads a store's, for the rulebook; repeatable.
Task<std::shared_ptr<const StockRules>> load_rules(pg::Db& db, Ctx ctx);
/// What this process holds of a store's, kept by the rulebook; null: nothing, or not read yet. Any thread.
std::shared_ptr<const StockRules> rules_in_memory(StoreId store);
void keep_in_memory(StoreId store, std::shared_ptr<const StockRules> rules);
/// Pure. Of these wants, those whose articles have a lane that is open now.
std::vector<Want> with_lanes(const StockRules& rules, std::vector<Want> wants, Instant now);

/// A buyer's place before the database, for the articles of his cart that many want. Ends with `leave`, whatever came of it.
struct Ticket {
    std::string holder;                ///< the cart
    std::vector<Want> wants;           ///< of articles with a lane; empty: nothing to wait for
};
/// Lets a buyer through, or says why not. Refuses stock.queued (with his number and when to ask again) and stock.sold_out without asking the database for levels.
/// Asks Redis where one is set and answers, else this process. Repeatable: the holder keeps his place.
Task<Result<Ticket>> enter(App& app, Ctx ctx, std::string holder, std::vector<Want> wants);
/// While one lives, the queues of its loop's thread are kept in a Redis, so that several processes have one queue. Made and destroyed on that thread.
class SharedQueues {
public:
    SharedQueues(Loop& loop, const std::string& url);
    ~SharedQueues();
    SharedQueues(const SharedQueues&) = delete;
    SharedQueues& operator=(const SharedQueues&) = delete;

private:
    struct Inner;
    std::unique_ptr<Inner> inner_;
};

/// Gives back what the ticket took: `bought` when an order took it instead.
Task<void> leave(App& app, Ctx ctx, Ticket ticket, bool bought);

}  // namespace vitrine::stock
