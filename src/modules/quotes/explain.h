#pragma once
#include "modules/quotes/api.h"

namespace vitrine::quotes {

/// Writes the explanation of a quote that is worked out: every step that changed an amount, in the order it was taken.
void explain(const Input& input, const taxes::TaxTables& tables, Quote& quote);

/// "18 %", "8.875 %", "0.25 %".
std::string percent_text(std::int64_t ppm);

}  // namespace vitrine::quotes
