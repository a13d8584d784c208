#pragma once
// Zones and rates: what a store charges for delivery beyond one flat fee.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "modules/shipping/api.h"
#include "modules/shipping/tables.h"

namespace vitrine::shipping {

/// What is to be delivered, as rates look at it. `goods` in the buyer's currency, before discounts.
struct Delivery {
    Money goods;
    std::int64_t weight_grams = 0;
    std::string country;
    std::optional<std::string> state, postal_code;
};
/// What a courier asks for a parcel, as this process remembers it, in the store's currency.
struct KnownQuote {
    Money price;
    Days days;
    bool is_fallback = false;      ///< it did not answer in time: the table's price holds for a while
};
using KnownQuotes = std::function<std::optional<KnownQuote>(const Rate&, const Delivery&)>;

/// Pure over what is handed in. The ways the store delivers this by its zones, or, where it has none, by its own settings. A rate that a courier quotes costs what
/// `known` says, or the table's price. Empty: not served.
std::vector<Option> options(const stores::Store& store, const Tables& tables, const Delivery& delivery, const KnownQuotes& known);

/// Pure. The first zone that fits an address; null when none does.
const Zone* zone_for(const Tables& tables, const Delivery& delivery);
/// Pure. What goods of this weight weigh packed: the box is added, and for what nobody weighed the document's guess stands.
std::int64_t packed_grams(const Tables& tables, std::int64_t goods_grams, std::int64_t unweighed_pieces);

/// What this process remembers of couriers' prices. Guards itself; waits for nothing.
std::optional<KnownQuote> remembered_quote(StoreId store, const Tables& tables, const Rate& rate, const Delivery& delivery, Instant now);
/// Makes the couriers' prices for a delivery known to this process: from the table that all processes share, else by asking the couriers (each within its
/// rate's time limit), else by writing down that the table's price holds for five minutes. Repeatable. Nothing where no rate asks a courier. Talks to the outside:
/// never inside a transaction.
Task<void> learn_quotes(App& app, Ctx ctx, const Tables& tables, Delivery delivery);

}  // namespace vitrine::shipping
