#pragma once
#include "modules/imports/legacy_money.h"

namespace vitrine::imports::legacy {

/// A CSV file in any of the encodings that imports read, whole: a million rows at most. std::runtime_error, in words, for what is no sound table.
Table read_table(const std::string& path);
void write_table(const Table& table, const std::string& path);

/// Minor units by SKU out of a table with the columns sku and price, in major units.
std::map<std::string, std::int64_t> known_prices(const Table& table, Currency currency);

/// line, column, as written, unit, minor units, evidence, fault: one row for each amount.
void write_log(const Outcome& outcome, Currency currency, const std::string& path);

}  // namespace vitrine::imports::legacy
