#pragma once
#include "modules/quotes/api.h"

namespace vitrine::quotes {

/// The rates of each class at the place of supply. Addresses of values stay good while classes are added.
using RatesByClass = std::map<std::string, taxes::Rates>;

/// Adds delivery to what is to be taxed: one part of its own class, or one for each class of goods in proportion to what they cost. Several
/// parts, because goods at 5 % and at 18 % in one parcel share its delivery. A fee for paying is taxed the same way, under a key of its own.
void add_shipping_parts(std::vector<taxes::TaxableLine>& into, const std::vector<QuotedLine>& lines, const Money& amount, const taxes::Settings& settings,
                        const RatesByClass& rates, std::string_view key = "~delivery");

}  // namespace vitrine::quotes
