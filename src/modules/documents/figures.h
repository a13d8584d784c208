#pragma once
#include <string>

#include "core/money.h"

namespace vitrine::documents {

/// Pure. An amount as tables print it: all decimals of the currency, grouped (lakh for Indian rupees), no symbol: "1,23,456.00".
std::string figures(const Money& amount);
/// Pure. A rate: "9%", "1.5%", "8.875%".
std::string percent(std::int64_t ppm);
/// Pure. An amount in words, as tax invoices want it: "Rupees One Lakh Twenty-Three Thousand Four Hundred Fifty-Six and Paise Fifty Only". Lakh and crore for the rupees
/// of India and Pakistan, thousand and million for others. Negative amounts begin with "Minus".
std::string in_words(const Money& amount);

}  // namespace vitrine::documents
