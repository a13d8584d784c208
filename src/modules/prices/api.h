#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"
#include "modules/catalog/api.h"

namespace vitrine::prices {

using catalog::VariantId;

/// One line to be priced. `unit` comes from the catalog snapshot.
struct QuoteLine {
    std::string key;           ///< the caller's name of the line, kept in the answer
    Money unit;
    std::int64_t quantity = 1;
};

struct Step {
    std::string code;          ///< "line", "subtotal", "shipping", "shipping_free", "total"
    std::string text;          ///< for people: "2 × Rs 250"
    Money amount;
};
SHAPE(Step, code, text, amount)

struct QuotedLine {
    std::string key;
    Money unit, total;
    std::int64_t quantity;
};
SHAPE(QuotedLine, key, unit, total, quantity)

/// Totals with the explanation of every step. total = subtotal - discount + tax + shipping; every amount is whole minor units of one currency.
struct Quote {
    std::vector<QuotedLine> lines;
    Money subtotal, discount, tax, shipping, total;
    std::vector<Step> explanation;
};
SHAPE(Quote, lines, subtotal, discount, tax, shipping, total, explanation)

/// What shipping would cost; from the chosen option.
struct ShippingCharge {
    std::string name;
    Money price;
};

/// The base price of a variant. Both amounts are in one currency; `compare_at` is above `price`.
struct VariantPrice {
    VariantId variant;
    Money price;
    std::optional<Money> compare_at;
};
/// Queues: writes the base prices that differ. Gives the variants written. The caller notes the change in the catalog's feed.
pg::Later<std::vector<VariantId>> save(pg::Tx& tx, const std::vector<VariantPrice>& prices);

struct PriceRow {
    VariantId variant;
    Currency currency;
    std::int64_t minor = 0;
    std::optional<std::int64_t> compare_at_minor;
};
SHAPE(PriceRow, variant, currency, minor, compare_at_minor)
/// The base prices of these variants, ordered by variant, then currency.
pg::Query<std::vector<PriceRow>> current(const std::vector<VariantId>& variants);

/// Pure. Lines in one currency (std::logic_error otherwise), each quantity > 0 and unit >= 0. Order of lines does not change any total.
Quote quote(Currency currency, std::span<const QuoteLine> lines, const std::optional<ShippingCharge>& shipping);

}  // namespace vitrine::prices
