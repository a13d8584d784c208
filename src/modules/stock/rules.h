#pragma once
#include "core/transition.h"
#include "modules/stock/api.h"

namespace vitrine::stock {

using TransferId = Id<"trf">;
using CountId = Id<"cnt">;

enum class Strategy { priority, nearest, fewest_parcels };
SHAPE_ENUM(Strategy, priority, nearest, fewest_parcels)
enum class TransferState { requested, sent, partial, received, cancelled };
SHAPE_ENUM(TransferState, requested, sent, partial, received, cancelled)
enum class CountState { open, posted, cancelled };
SHAPE_ENUM(CountState, open, posted, cancelled)

/// A warehouse as a place to send from. `priority`: the lower is asked first.
struct Site {
    WarehouseId id;
    std::int32_t priority = 100;
    std::string country, region, postal_code;
    bool is_closed = false;
    Strategy strategy = Strategy::priority;   ///< the store's, the same on each
};
SHAPE(Site, id, priority, country, region, postal_code, is_closed, strategy)

struct ShelfRow {
    VariantId variant;
    WarehouseId warehouse;
    std::int64_t on_hand = 0;
};
SHAPE(ShelfRow, variant, warehouse, on_hand)

struct Taken {
    VariantId variant;
    WarehouseId warehouse;
    std::int64_t quantity = 0;
    bool operator==(const Taken&) const = default;
};

}  // namespace vitrine::stock

namespace vitrine::stock::rules {

/// The life of a transfer. Goods are in no warehouse from `send` until they are received, recalled or written off.
inline constexpr TransitionTable<TransferState, 8> transfer_life{
    "transfer",
    TransferState::requested,
    {{
        {TransferState::requested, "send", TransferState::sent},
        {TransferState::requested, "cancel", TransferState::cancelled},
        {TransferState::sent, "receive_some", TransferState::partial},
        {TransferState::sent, "receive", TransferState::received},
        {TransferState::sent, "cancel", TransferState::cancelled},        // it came back to where it was sent from
        {TransferState::partial, "receive_some", TransferState::partial},
        {TransferState::partial, "receive", TransferState::received},
        {TransferState::partial, "close", TransferState::received},       // what is missing is written off
    }},
};

inline constexpr TransitionTable<CountState, 2> count_life{
    "count", CountState::open, {{{CountState::open, "post", CountState::posted}, {CountState::open, "cancel", CountState::cancelled}}}};

/// Pure. How near a warehouse is: the more of country, region and postal code agree, from the country down, the nearer; 0 is nothing in common.
std::int64_t nearness(const Site& site, const Destination& to);

/// Pure. From which warehouses these goods go. priority: by number; nearest: by nearness, then number; fewest_parcels: the smallest number of warehouses that has all,
/// of several the nearest, then by number. A closed warehouse is asked last. Gives less than was wanted only where the shelves have less.
std::vector<Taken> allocate(Strategy strategy, std::vector<Site> sites, const std::vector<ShelfRow>& shelves, const std::vector<Want>& wants, const Destination& to);

/// Pure. What a count changes on a shelf: what was counted beside what was expected when its number was put in, as far as that leaves what is reserved.
std::int64_t correction(std::int64_t expected, std::int64_t counted, std::int64_t on_shelf, std::int64_t free_of_holds);

}  // namespace vitrine::stock::rules
