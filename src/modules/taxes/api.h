#pragma once
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"
#include "modules/catalog/api.h"

namespace vitrine::taxes {

using catalog::CategoryId;
using catalog::ProductId;
using catalog::VariantId;

inline constexpr RefusalKind tables_invalid{"taxes.tables_invalid", 422, "The tax tables do not fit together"};

/// Where a tax is rounded to whole minor units: of each unit, of each line, or of the sum of all lines (then shared out over them).
enum class Level { unit, line, order };
SHAPE_ENUM(Level, unit, line, order)
enum class Half { half_up, half_even };
SHAPE_ENUM(Half, half_up, half_even)
/// How delivery is taxed: as a class of its own, in proportion to the classes of the goods, or not at all.
enum class ShippingTax { own_class, proportional, none };
SHAPE_ENUM(ShippingTax, own_class, proportional, none)

/// A store's choices. `country` and `state` are where the goods leave from.
struct Settings {
    std::string country;
    std::optional<std::string> state;           ///< code of a region
    std::optional<std::string> tax_number;      ///< GSTIN, NTN …: printed on orders
    std::optional<std::string> tax_number_name; ///< "GSTIN"
    bool prices_include_tax = true;             ///< of the base prices and of delivery
    Level level = Level::line;
    Half half = Half::half_up;
    std::string default_class = "standard";
    ShippingTax shipping = ShippingTax::proportional;
    std::optional<std::string> shipping_class;  ///< with own_class
    std::int64_t payable_step_minor = 1;        ///< what is to be paid is rounded half up to a multiple of this; taxes are not touched
};
SHAPE(Settings, country, state, tax_number, tax_number_name, prices_include_tax, level, half, default_class, shipping, shipping_class, payable_step_minor)

/// A state, province or territory that zones speak of.
struct Region {
    std::string country, code, name;
    std::vector<std::string> aliases;           ///< other spellings, in lower case: "mh", "27"
};
SHAPE(Region, country, code, name, aliases)

/// How the state of delivery relates to the state the goods leave from.
enum class Relation { any, same_state, other_state };
SHAPE_ENUM(Relation, any, same_state, other_state)

/// Where a rate applies. All zones that match an address contribute: a country, its state, its city.
struct Zone {
    std::string code, name, country;
    std::vector<std::string> states;            ///< region codes; empty: the whole country
    std::vector<std::string> postal_prefixes;   ///< any of them; empty: everywhere in it
    Relation relation = Relation::any;
};
SHAPE(Zone, code, name, country, states, postal_prefixes, relation)

/// A kind of goods that is taxed alike. `hsn`: the heading printed on orders.
struct Class {
    std::string code, name;
    std::optional<std::string> hsn;
};
SHAPE(Class, code, name, hsn)

/// A component of tax: "CGST 9 % on gst-18 within the state". Dates are the store's calendar days, both inclusive, as YYYY-MM-DD.
struct TaxRate {
    std::string zone, tax_class;                ///< class "*": every class without a row of its own in this zone
    std::string name;                           ///< "CGST"
    std::int64_t ppm = 0;
    std::int64_t position = 1;                  ///< order of components
    bool is_compound = false;                   ///< taken on the price with the components before it
    std::string valid_from;
    std::optional<std::string> valid_until;
};
SHAPE(TaxRate, zone, tax_class, name, ppm, position, is_compound, valid_from, valid_until)

/// Which class goods are in. The nearest wins: variant, product, own category, the categories above it, else the store's default.
struct Assignment {
    std::optional<VariantId> variant;
    std::optional<ProductId> product;
    std::optional<std::string> category;        ///< slug
    std::string tax_class;
    std::optional<std::string> hsn;
};
SHAPE(Assignment, variant, product, category, tax_class, hsn)

/// Who is not taxed, and by what right. Every part that is given must fit.
struct Exemption {
    std::string name;
    std::optional<std::string> email, customer_group, country, tax_class;
    std::optional<std::string> certificate;
    std::string valid_from;
    std::optional<std::string> valid_until;
};
SHAPE(Exemption, name, email, customer_group, country, tax_class, certificate, valid_from, valid_until)

/// Everything about a store's taxes as data.
struct Tables {
    Settings settings;
    std::vector<Region> regions;
    std::vector<Zone> zones;
    std::vector<Class> classes;
    std::vector<TaxRate> rates;
    std::vector<Assignment> assignments;
    std::vector<Exemption> exemptions;
};
SHAPE(Tables, settings, regions, zones, classes, rates, assignments, exemptions)

/// Faults of tables: unknown zones and classes, bad dates, rates that overlap. Empty: they fit.
std::vector<Fault> faults_of(const Tables& tables);

// What the quote asks: pure, from memory.

/// Where goods go, as far as it is known.
struct Place {
    std::string country;                        ///< ISO 3166 alpha-2
    std::optional<std::string> state, postal_code;
};

struct Payer {
    std::string email;                          ///< normalised, may be empty
    std::optional<std::string> customer_group;
};

/// One component that applies to goods of one class at one place.
struct Component {
    std::string name, zone;
    std::int64_t ppm = 0;
    std::int64_t share_ppt = 0;                 ///< its part of the net price in 10^-12, compounding included
    bool operator==(const Component&) const = default;
};
/// All components of one class at one place and time; empty: untaxed, and `reason` says why.
struct Rates {
    std::vector<Component> components;
    std::int64_t total_ppt = 0;
    std::string reason;
    bool operator==(const Rates&) const = default;
};

struct ClassOf {
    std::string code;
    std::optional<std::string> hsn;
};

/// A store's tables made ready for questions. Immutable; any thread may read it.
class TaxTables {
public:
    TaxTables();                                ///< no taxes at all
    /// `time_zone` (IANA) gives the days their beginning and end; an unknown one counts as UTC.
    TaxTables(Tables tables, std::string_view time_zone);

    const Settings& settings() const;
    /// The class of goods; `category_path` from the root down.
    ClassOf class_of(VariantId variant, ProductId product, std::span<const std::string> category_path) const;
    /// The region a shopper's spelling means: "Maharashtra", "mh", "27" → "MH". Nothing when the country has regions and this is none of them.
    std::optional<std::string> region_of(std::string_view country, std::string_view text) const;
    std::vector<Region> regions_of(std::string_view country) const;
    /// Place of supply. Goods that go to an unknown state of the store's own country count as going within the store's state.
    Place place_of_supply(const Place& ship_to) const;
    Rates rates(const Place& place, std::string_view tax_class, const Payer& payer, Instant now) const;
    bool has_any() const;

    struct Compiled;

private:
    std::shared_ptr<const Compiled> compiled_;
};

/// An amount to be taxed. `amount` is what is left after discounts, as the store enters prices.
struct TaxableLine {
    std::string key;                            ///< unique; decides ties, so that the order of lines does not
    Money amount;
    std::int64_t quantity = 1;
    bool includes_tax = true;
    const Rates* rates = nullptr;
};
struct ComponentTax {
    std::string name;
    std::int64_t ppm = 0;
    Money amount;
    bool operator==(const ComponentTax&) const = default;
};
SHAPE(ComponentTax, name, ppm, amount)
struct Taxed {
    Money net, tax, gross;                      ///< net + tax = gross; gross = amount where it included the tax, net = amount otherwise
    std::vector<ComponentTax> components;       ///< sum to tax
};
SHAPE(Taxed, net, tax, gross, components)

/// Pure. One answer per line, in their order. Each component is rounded by itself (CGST equals SGST); nothing is negative.
std::vector<Taxed> tax_lines(std::span<const TaxableLine> lines, Level level, Half half);

// Numbers of taxpayers, judged by their shape.

bool is_gstin(std::string_view text);           ///< India: pattern and check character (a typing aid, no proof)
bool is_ntn(std::string_view text);             ///< Pakistan: 7 digits, or 7 and a check digit after a hyphen
bool is_strn(std::string_view text);            ///< Pakistan: 13 digits
bool is_cnic(std::string_view text);            ///< Pakistan: 13 digits, also as 12345-1234567-1
/// A buyer's number in a country; countries without a known shape take any 4 to 20 letters, digits and hyphens.
bool is_tax_number(std::string_view country, std::string_view text);

/// A store's tables as they are stored, with their version: 0, when there are none yet.
struct StoredTables {
    RawJson tables;
    std::int64_t version = 0;
};
SHAPE(StoredTables, tables, version)
/// Nothing: the store has none yet.
pg::Query<std::optional<StoredTables>> stored_tables();
/// Queues: replaces a store's tables, keeps the old ones in the history and tells the followers. Judge them with faults_of first.
/// After the commit: db.notify_soon(stores::rules_channel).
pg::Later<std::int64_t> save_tables(pg::Tx& tx, const Tables& tables);
/// Reads a store's tables for its memory; empty tables where there are none.
Task<std::shared_ptr<const TaxTables>> load_tables(pg::Db& db, Ctx ctx, std::string time_zone);

}  // namespace vitrine::taxes
