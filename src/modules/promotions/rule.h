#pragma once
// A promotion as staff write it: data, with every part described so that it can be read, checked and shown.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "core/time_zone.h"
#include "modules/promotions/api.h"

namespace vitrine::promotions {

/// A moment on the store's wall clock: "2026-03-01", "2026-03-01T10:00" or "2026-03-01T10:00:30". Kept as written and never converted, so that saving
/// it again changes nothing. Where it ends something, all of the day, minute or second written still belongs to it.
struct WallTextRule {
    static constexpr std::string_view format = "local-date-time";
    static constexpr std::string_view code = "wall_time.malformed";
    static constexpr std::string_view advice = "write a date such as 2026-03-01, or 2026-03-01T10:00, on the store's clock";
    static std::string normalize(std::string value) { return value; }
    static bool accepts(std::string_view value);
};
using WallText = Word<WallTextRule>;
WallTime first_of(const WallText& text);   ///< the start of what is written
WallTime after(const WallText& text);      ///< the first moment after it

/// "09:00" on the store's wall clock.
struct ClockRule {
    static constexpr std::string_view format = "local-time";
    static constexpr std::string_view code = "clock.malformed";
    static constexpr std::string_view advice = "write hours and minutes such as 09:00 or 17:30";
    static std::string normalize(std::string value) { return value; }
    static bool accepts(std::string_view value);
};
using Clock = Word<ClockRule>;
std::chrono::minutes minutes_of(const Clock& clock);

enum class Weekday { sunday, monday, tuesday, wednesday, thursday, friday, saturday };
SHAPE_ENUM(Weekday, sunday, monday, tuesday, wednesday, thursday, friday, saturday)

using RatePpm = Whole<1, 1'000'000>;       ///< parts per million: 100000 is 10 %
using Count = Whole<1, 1'000'000>;
using Word60 = Text<1, 60>;

/// Which goods are meant: of every kind named at least one must fit; nothing named: all goods. Categories include everything below them.
struct Goods {
    std::optional<Text<1, 80>> label;      ///< what shoppers call them: "notebooks"
    std::optional<std::vector<ProductId>> products;
    std::optional<std::vector<VariantId>> variants;
    std::optional<std::vector<CategoryId>> categories;
    std::optional<std::vector<Text<1, 120>>> brands;
    std::optional<std::map<std::string, std::vector<std::string>>> attributes;  ///< code → any of these values
    std::optional<std::vector<Goods>> except;
};
SHAPE(Goods, label, products, variants, categories, brands, attributes, except)

/// What the goods cost before any promotion: at_least ≤ value < below.
struct ValueCondition {
    std::optional<Money> at_least, below;
    std::optional<Goods> of;
};
SHAPE(ValueCondition, at_least, below, of)
struct QuantityCondition {
    std::optional<Count> at_least, at_most;
    std::optional<Goods> of;
};
SHAPE(QuantityCondition, at_least, at_most, of)
/// Days, weekdays and hours on the store's clock; all that is given must hold. `until` and `until_clock` are inclusive. Hours that end before
/// they begin run over midnight and belong to the weekday on which they began.
struct TimeCondition {
    std::optional<WallText> from, until;
    std::optional<std::vector<Weekday>> weekdays;
    std::optional<Clock> from_clock, until_clock;
};
SHAPE(TimeCondition, from, until, weekdays, from_clock, until_clock)

/// One condition: exactly one member is given.
struct Condition {
    std::optional<std::vector<Condition>> all, any, none;
    std::optional<ValueCondition> subtotal;
    std::optional<QuantityCondition> quantity;
    std::optional<Goods> contains;                       ///< at least one such article
    std::optional<std::vector<Word60>> customer_group;   ///< any of
    std::optional<bool> first_order;
    std::optional<TimeCondition> time;
    std::optional<std::vector<Currency>> currency;       ///< any of
    std::optional<std::vector<CountryCode>> country;     ///< any of
    std::optional<std::vector<Word60>> shipping_zone;    ///< any of
};
SHAPE(Condition, all, any, none, subtotal, quantity, contains, customer_group, first_order, time, currency, country, shipping_zone)

struct PercentOff {
    RatePpm rate_ppm;
    std::optional<Money> cap;              ///< never more than this in one order
    std::optional<Goods> on;
};
SHAPE(PercentOff, rate_ppm, cap, on)
enum class Per { order, line, unit };
SHAPE_ENUM(Per, order, line, unit)
struct AmountOff {
    Money amount;
    Per per = Per::order;
    std::optional<Goods> on;
};
SHAPE(AmountOff, amount, per, on)
/// Each costs `price`; with for_quantity, any so many together do ("3 for Rs 500"). Never dearer than without.
struct FixedPrice {
    Money price;
    std::optional<Count> for_quantity;
    std::optional<Goods> on;
};
SHAPE(FixedPrice, price, for_quantity, on)
enum class Choose { cheapest, same };
SHAPE_ENUM(Choose, cheapest, same)
/// For every `buy` articles of `of`, `get` articles of `get_of` (left out: the same goods) are rate_ppm cheaper (left out: free): the cheapest of
/// them, or with `same` only articles of the very variant that was bought. Articles taken cheaper do not count as bought.
struct BuyGet {
    Count buy, get;
    std::optional<Goods> of, get_of;
    Choose choose = Choose::cheapest;
    std::optional<RatePpm> rate_ppm;
    std::optional<Count> at_most;          ///< times in one order
};
SHAPE(BuyGet, buy, get, of, get_of, choose, rate_ppm, at_most)
struct GiveGift {
    VariantId variant;
    std::optional<Quantity> quantity;
};
SHAPE(GiveGift, variant, quantity)
/// Exactly one: a part off, an amount off, or a price of its own. 1000000 ppm is free delivery.
struct ShippingOff {
    std::optional<RatePpm> rate_ppm;
    std::optional<Money> amount, price;
};
SHAPE(ShippingOff, rate_ppm, amount, price)
/// From a quantity or value on; exactly one threshold (the kind that `by` says) and exactly one of rate_ppm, amount, price (each).
struct Tier {
    std::optional<Count> quantity;
    std::optional<Money> subtotal;
    std::optional<RatePpm> rate_ppm;
    std::optional<Money> amount, price;
};
SHAPE(Tier, quantity, subtotal, rate_ppm, amount, price)
enum class TierBy { quantity, subtotal };
SHAPE_ENUM(TierBy, quantity, subtotal)
/// The highest step reached counts.
struct Tiers {
    TierBy by = TierBy::quantity;
    std::vector<Tier> steps;
    std::optional<Goods> of;
};
SHAPE(Tiers, by, steps, of)

/// One action: exactly one member is given. Actions of a promotion work one after the other on what the earlier ones left.
struct Action {
    std::optional<PercentOff> percent_off;
    std::optional<AmountOff> amount_off;
    std::optional<FixedPrice> fixed_price;
    std::optional<BuyGet> buy_get;
    std::optional<GiveGift> gift;
    std::optional<ShippingOff> shipping;
    std::optional<Tiers> tiers;
};
SHAPE(Action, percent_off, amount_off, fixed_price, buy_get, gift, shipping, tiers)

/// How often and for how much, over all orders that stand. Claimed with the order, given back when it is cancelled.
struct Limits {
    std::optional<Whole<1, 1'000'000'000>> uses, uses_per_customer;
    std::optional<Money> budget;           ///< of what is taken off
};
SHAPE(Limits, uses, uses_per_customer, budget)

/// A promotion as staff write it.
struct Definition {
    Text<1, 120> name;                     ///< for staff
    Text<1, 120> label;                    ///< for shoppers: "10 % off notebooks"
    std::optional<WallText> starts, ends;  ///< on the store's clock, both inclusive
    std::optional<bool> needs_coupon;
    std::optional<Condition> condition;
    std::vector<Action> actions;
    std::optional<Whole<-1'000, 1'000>> priority;  ///< higher first; left out: 0
    std::optional<bool> is_exclusive;      ///< applies alone or not at all: against all others together the higher priority wins, then what saves more
    std::optional<Text<1, 40>> group;      ///< of one group only one applies: the higher priority, then what saves more
    std::optional<bool> stops;             ///< once it applies, promotions after it do not
    std::optional<Limits> limits;
};
SHAPE(Definition, name, label, starts, ends, needs_coupon, condition, actions, priority, is_exclusive, group, stops, limits)

/// Everything wrong with a definition beyond its shape, each with its pointer: empty when it can run.
std::vector<Fault> faults_of(const Definition& definition);

}  // namespace vitrine::promotions
