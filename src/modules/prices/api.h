#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"
#include "modules/catalog/api.h"
#include "modules/stores/api.h"

namespace vitrine::prices {

using catalog::VariantId;
using PriceListId = Id<"plist">;

inline constexpr RefusalKind list_unknown{"prices.list_unknown", 404, "No such price list"};
inline constexpr RefusalKind list_exists{"prices.list_exists", 409, "Another price list has this code"};
inline constexpr RefusalKind currency_not_sold{"currency.not_sold_in", 422, "This shop does not sell in this currency"};

// What the base prices are and who writes them.

/// The base price of a variant. Both amounts are in one currency; `compare_at` is above `price`.
struct VariantPrice {
    VariantId variant;
    Money price;
    std::optional<Money> compare_at;
};
/// Queues: writes the base prices that differ, and their history. Gives the variants written. The caller notes the change in the catalog's feed.
pg::Later<std::vector<VariantId>> save(pg::Tx& tx, const std::vector<VariantPrice>& prices);

struct PriceRow {
    VariantId variant;
    Currency currency;
    std::int64_t minor = 0;
    std::optional<std::int64_t> compare_at_minor;
    std::optional<std::int64_t> lowest_minor;   ///< the lowest in the 30 days before the present price began; none: it is the first one
};
SHAPE(PriceRow, variant, currency, minor, compare_at_minor, lowest_minor)
/// The base prices of these variants, ordered by variant, then currency.
pg::Query<std::vector<PriceRow>> current(const std::vector<VariantId>& variants);

// Which price a shopper pays: pure, from memory.

/// For whom and when a price is asked.
struct Buyer {
    Currency currency;
    std::optional<std::string> customer_group;
    std::string channel = "web";
    Instant now{};
};

/// What one unit costs this buyer at this quantity, and why.
struct UnitPrice {
    Money price;
    std::optional<Money> compare_at;             ///< above price
    bool includes_tax = true;
    std::string list = "base";                   ///< code of the price list it comes from
    std::int64_t from_quantity = 1;              ///< the quantity break that was reached
    std::optional<Money> lowest = {};            ///< of the 30 days before this price began; only of lists, the base's is the caller's
};
SHAPE(UnitPrice, price, compare_at, includes_tax, list, from_quantity, lowest)

/// One price list of a store. No customer_group or channel: for everybody, everywhere. Validity is what a clock in the store shows, both ends
/// inclusive, a day or a minute: "2026-03-31" or "2026-03-31T18:00" (core/validity.h).
struct PriceList {
    PriceListId id;
    std::string code, name;
    Currency currency;
    bool includes_tax = true;
    std::int64_t priority = 0;                   ///< higher is asked first
    std::optional<std::string> customer_group, channel, valid_from, valid_until;
    std::optional<std::int64_t> factor_ppm;      ///< variants without a price of their own here cost this much of the base price, in millionths
    std::int64_t round_to_minor = 1;             ///< such prices are rounded half up to a multiple of this
    bool is_active = true;
    std::int64_t version = 1;
};
SHAPE(PriceList, id, code, name, currency, includes_tax, priority, customer_group, channel, valid_from, valid_until, factor_ppm, round_to_minor, is_active, version)

/// One price of a list. Amounts in minor units of the list's currency.
struct ListPrice {
    VariantId variant;
    std::int64_t from_quantity = 1;
    std::int64_t minor = 0;
    std::optional<std::int64_t> compare_at_minor;
    std::optional<std::int64_t> lowest_minor = {};   ///< the lowest in the 30 days before this price began; none: it is the first one
};
SHAPE(ListPrice, variant, from_quantity, minor, compare_at_minor, lowest_minor)

/// One list with its prices, sorted by variant, then quantity. Immutable.
struct LoadedList {
    PriceList list;
    std::vector<ListPrice> prices;
};

/// All price lists of a store. The base prices live in the catalog's snapshot. Immutable; any thread may read it.
///
/// Resolution, in this order:
///  1. Lists that are active, valid now, in the buyer's currency, and whose group and channel are the buyer's or none.
///  2. Of those the higher priority; then the one that names a group; then the one that names a channel; then the lower code.
///  3. The first of them that has a price: its own with the highest quantity break reached, else factor times base.
///  4. None: the base price; in another currency than the store's it is converted at the store's rate.
class PriceLists {
public:
    PriceLists();                                ///< no lists
    /// `time_zone` (IANA) is the store's; an unknown one counts as UTC. `base_includes_tax`: whether the catalog's prices do.
    PriceLists(std::vector<std::shared_ptr<const LoadedList>> lists, std::string_view time_zone);
    /// `base` is in the store's own currency; quantity > 0. Nothing: the store does not sell in the buyer's currency.
    std::optional<UnitPrice> unit_price(const stores::Store& store, VariantId variant, std::int64_t quantity, const Buyer& buyer, const Money& base,
                                        const std::optional<Money>& base_compare_at, bool base_includes_tax) const;
    /// The prices of all quantity breaks for this buyer, the lowest quantity first: for the product page's table. One entry: no breaks.
    std::vector<UnitPrice> breaks(const stores::Store& store, VariantId variant, const Buyer& buyer, const Money& base, const std::optional<Money>& base_compare_at,
                                  bool base_includes_tax) const;
    /// Names the lists that are this buyer's now, with their versions: while it is the same, so are their prices. Empty: none is.
    std::string key(const Buyer& buyer) const;
    const std::vector<std::shared_ptr<const LoadedList>>& lists() const { return lists_; }

    struct Asked;                                ///< a list with its validity worked out

private:
    std::vector<std::shared_ptr<const LoadedList>> lists_;
    std::shared_ptr<const std::vector<Asked>> asked_;  ///< in the order they are asked
};

/// What the catalog's snapshot knows of a variant's price, in the store's currency.
struct BasePrice {
    Money price;
    std::optional<Money> compare_at = {}, lowest = {};
};

/// What one kind of buyer pays for everything at a moment: price lists, currency and rate resolved once. The cart asks the same lists, so what pages show
/// by a view is what the cart takes. Immutable; any thread may read it.
class View {
public:
    /// std::logic_error for a currency the store does not sell in.
    View(std::shared_ptr<const stores::Store> store, std::shared_ptr<const PriceLists> lists, Buyer buyer, bool base_includes_tax);

    Currency currency() const { return buyer_.currency; }
    const stores::Store& store() const { return *store_; }
    /// Equal keys mean equal prices while the base prices are the same: part of the keys of caches. Empty: base prices as they are.
    const std::string& key() const { return key_; }
    bool is_plain() const { return key_.empty(); }

    /// The price of one unit. `lowest` is kept only where the price is reduced.
    UnitPrice unit(VariantId variant, const BasePrice& base) const;
    std::int64_t minor(VariantId variant, std::int64_t base_minor) const;
    /// The prices of all quantity breaks, the lowest quantity first; one entry: no breaks.
    std::vector<UnitPrice> breaks(VariantId variant, const BasePrice& base) const;
    /// An amount of the store's currency (a delivery fee) as this buyer sees it.
    Money converted(const Money& amount) const { return store_->converted(amount, buyer_.currency); }

private:
    std::shared_ptr<const stores::Store> store_;
    std::shared_ptr<const PriceLists> lists_;
    Buyer buyer_;
    bool base_includes_tax_;
    std::string key_;
};

/// Reads a store's lists; those of `known` whose version is the same are kept as they are. `time_zone` is the store's.
Task<std::shared_ptr<const PriceLists>> load_lists(pg::Db& db, Ctx ctx, std::string time_zone, std::shared_ptr<const PriceLists> known);

}  // namespace vitrine::prices
