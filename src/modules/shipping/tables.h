#pragma once
// What a store charges for delivery, and how its parcels go out: one document a store, edited by staff, read into memory by every process.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"
#include "core/task.h"
#include "io/pg/db.h"

namespace vitrine::shipping {

inline constexpr RefusalKind tables_invalid{"shipping.tables_invalid", 422, "These zones and rates do not fit together"};

/// How a way of delivery is priced.
enum class Pricing {
    flat,       ///< `price`
    by_weight,  ///< the first step whose limit (grams) is not passed
    by_value,   ///< the first step whose limit (minor units of goods) is not passed
    courier,    ///< what the courier asks for this parcel, `price` or `steps` (by weight) where it does not answer in time
};
SHAPE_ENUM(Pricing, flat, by_weight, by_value, courier)

/// Up to and including `up_to`: grams or minor units. The last step may leave it out: everything above.
struct Step {
    std::optional<std::int64_t> up_to;
    Money price;
};
SHAPE(Step, up_to, price)

struct Days {
    std::int64_t least = 0, most = 0;
};
SHAPE(Days, least, most)

/// One way of delivery in a zone.
struct Rate {
    std::string id, name;                       ///< id: "standard", unique in the zone
    Pricing pricing = Pricing::flat;
    std::optional<Money> price;
    std::optional<std::vector<Step>> steps;     ///< rising
    std::optional<Money> free_from;             ///< of goods, before discounts
    std::optional<std::int64_t> most_grams;     ///< heavier parcels do not go this way
    std::optional<std::string> courier;         ///< of `courier`
    std::optional<std::int64_t> timeout_ms;     ///< of `courier`; absent: 1,500
    std::optional<Money> handling;              ///< of `courier`: added to what the courier asks
    Days days;
};
SHAPE(Rate, id, name, pricing, price, steps, free_from, most_grams, courier, timeout_ms, handling, days)

/// Where rates hold: the first zone in order that fits an address. Parts that are left out fit everything.
struct Zone {
    std::string code, name;
    std::vector<std::string> countries;                        ///< ISO 3166 alpha-2
    std::optional<std::vector<std::string>> states;            ///< as in addresses, any case
    std::optional<std::vector<std::string>> postal_prefixes;   ///< "560", "1100"
    std::vector<Rate> rates;                                   ///< none: not served
};
SHAPE(Zone, code, name, countries, states, postal_prefixes, rates)

struct Size {
    std::int64_t length_mm = 200, width_mm = 150, height_mm = 100;
};
SHAPE(Size, length_mm, width_mm, height_mm)

/// How parcels go out.
struct Dispatch {
    std::optional<std::string> courier;                        ///< that new parcels go with; absent: people ship them
    bool books_by_itself = true;                               ///< after payment; false: a parcel waits for a person's word
    std::int64_t grams_if_unknown = 500;                       ///< of an article whose weight nobody entered
    std::int64_t packing_grams = 0;                            ///< of the box
    Size size;                                                 ///< of the box
    std::optional<std::map<std::string, std::string>> settings;   ///< what couriers declare and is no secret: "shiprocket_pickup_location": "Farm"
    std::optional<std::string> origin_postal_code;             ///< where parcels start; couriers quote from there
};
SHAPE(Dispatch, courier, books_by_itself, grams_if_unknown, packing_grams, size, settings, origin_postal_code)

/// Without zones the store's own settings hold: one fee, free from a threshold on.
struct Tables {
    std::vector<Zone> zones;
    std::optional<Dispatch> dispatch;
};
SHAPE(Tables, zones, dispatch)

struct StoredTables {
    RawJson tables;
    std::int64_t version = 0;
};
SHAPE(StoredTables, tables, version)

/// Pure. Everything that is wrong with a document, each with its pointer; amounts must be in `currency`. Empty: it may be saved.
std::vector<Fault> faults_of(const Tables& tables, Currency currency);

/// The stored document; nothing while the store has none.
pg::Query<std::optional<StoredTables>> stored_tables();
/// Queues the document and tells every process (see stores::rules_changed: queue it last). Gives the new version.
pg::Later<std::int64_t> save_tables(pg::Tx& tx, const Tables& tables);
/// The store's document, empty where it has none. One read.
Task<std::shared_ptr<const Tables>> load_tables(pg::Db& db, Ctx ctx);

}  // namespace vitrine::shipping
