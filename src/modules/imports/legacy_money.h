#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/shape.h"

/// Amounts of a former system in which some are written in major units ("12.50") and some in minor ones ("1250"): which is which, on what evidence, and
/// what they are in minor units. Pure. Nothing is guessed: an amount that the evidence does not settle stays undecided until a person says.
namespace vitrine::imports::legacy {

enum class Unit { undecided, major, minor };
SHAPE_ENUM(Unit, undecided, major, minor)

/// What speaks for a reading. 100 points settle it alone; otherwise two points more than the other side has.
///   decimals    it is written with a decimal point                                                 100 for major
///   said        a person said so of its column                                                     100
///   catalogue   the article is known: one reading is its price exactly (100), or near it (3)
///   arithmetic  only this reading lets the row add up                                              100
///   column      nearly all settled amounts of its column are written like that                     1
///   magnitude   in this reading it is like the settled amounts of its column, in the other it is not 2
struct Evidence {
    std::string kind;
    Unit says = Unit::undecided;
    std::int64_t points = 0;
};
SHAPE(Evidence, kind, says, points)

struct Amount {
    std::int64_t line = 0;                    ///< of the file
    std::string column, text;                 ///< as written
    Unit unit = Unit::undecided;
    std::int64_t minor = 0;                   ///< once decided
    std::vector<Evidence> evidence;
    std::string fault;                        ///< not empty: it is no amount, or finer than the currency, or its evidence contradicts itself
};
SHAPE(Amount, line, column, text, unit, minor, evidence, fault)

struct ColumnReport {
    std::string column;
    std::int64_t major = 0, minor = 0, undecided = 0, faults = 0;
};
SHAPE(ColumnReport, column, major, minor, undecided, faults)

struct Report {
    std::int64_t rows = 0;
    std::vector<ColumnReport> columns;
    std::vector<Amount> open;                 ///< undecided or faulty, the first thousand
    bool is_settled = false;                  ///< every amount is decided
};
SHAPE(Report, rows, columns, open, is_settled)

struct Table {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::int64_t> lines;          ///< of the rows in the file
};

struct Request {
    Currency currency;
    std::map<std::string, std::int64_t> known = {};   ///< minor units by SKU, of today's catalogue
    std::map<std::string, Unit> said = {};            ///< by column
};

/// One reading of an amount's digits; none when it is no amount or finer than the currency in this unit.
std::optional<std::int64_t> read_amount(std::string_view text, Unit unit, Currency currency);
bool has_decimals(std::string_view text);

/// The columns of the header that hold money: price, compare_at_price, regular_price, sale_price, cost, unit_price, subtotal, discount, shipping, tax, total,
/// refunded, amount.
std::vector<std::size_t> money_columns(const std::vector<std::string>& header);

struct Outcome {
    Report report;
    std::vector<Amount> amounts;              ///< of all rows, in their order; empty cells left out
};
/// Rows of orders are added up where they have the columns for it: quantity × unit_price = subtotal, and subtotal - discount + shipping (+ tax) = total.
Outcome judge(const Table& table, const Request& request);

/// The table with every amount in major units as our files write them, and a column `currency`. std::logic_error unless settled.
Table converted(const Table& table, const Outcome& outcome, Currency currency);

}  // namespace vitrine::imports::legacy
