#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"
#include "modules/catalog/api.h"

namespace vitrine::prices {

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

/// Pure. Lines in one currency (std::logic_error otherwise), each quantity > 0 and unit >= 0. Order of lines does not change any total.
Quote quote(Currency currency, std::span<const QuoteLine> lines, const std::optional<ShippingCharge>& shipping);

}  // namespace vitrine::prices
