#pragma once
#include <optional>
#include <string>
#include <vector>

#include "modules/prices/api.h"

namespace vitrine::prices {

inline constexpr size_t most_in_bulk = 50'000;

/// What becomes of the former price a shopper is shown: stays as far as it is above the new price, is the price until now where that is higher, or goes.
enum class Former { keep, until_now, clear };
SHAPE_ENUM(Former, keep, until_now, clear)

/// How many base prices change, in this order: times factor_ppm millionths, half up; plus add_minor; to a multiple of round_to_minor, half up; less
/// less_minor (1 with a rounding to 100 gives 9.99). Never below zero.
struct Change {
    std::optional<std::vector<VariantId>> variants;   ///< these, or
    std::optional<Slug> category;                     ///< what is in it and below
    std::optional<Whole<1, 100'000'000>> factor_ppm;
    std::optional<Whole<-1'000'000'000'000, 1'000'000'000'000>> add_minor;
    std::optional<Whole<1, 1'000'000'000>> round_to_minor;
    std::optional<Whole<0, 1'000'000>> less_minor;
    std::optional<Former> former;                     ///< keep when left out
    std::optional<bool> dry_run;
    Text<3, 200> reason;
};
SHAPE(Change, variants, category, factor_ppm, add_minor, round_to_minor, less_minor, former, dry_run, reason)

/// Pure.
std::int64_t changed_price(std::int64_t minor, const Change& change);
VariantPrice changed(const PriceRow& row, const Change& change);

struct ChangedPrice {
    VariantId variant;
    Money from, to;
    std::optional<Money> compare_at;
};
SHAPE(ChangedPrice, variant, from, to, compare_at)
struct ChangeReport {
    std::optional<std::string> id;                    ///< of its entry in the audit; none for a dry run
    bool is_dry_run = false;
    std::int64_t selected = 0, changed = 0, unchanged = 0, without_price = 0;
    std::vector<ChangedPrice> items;                  ///< the first hundred that change
};
SHAPE(ChangeReport, id, is_dry_run, selected, changed, unchanged, without_price, items)

}  // namespace vitrine::prices
