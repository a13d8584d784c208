#pragma once
#include <string_view>

namespace vitrine {

/// Whether a text holds the number of a payment card: 15 to 19 digits in one run, or 14 to 19 in the groups that are printed on cards (4-4-4-4, 4-4-4-4-3,
/// 4-6-5, 4-6-4, with spaces, hyphens or dots), that begin like an issuer's numbers, have a length this issuer uses and a good check digit (ISO/IEC 7812-1). Digits
/// that are part of a longer word or number, or follow a plus sign (telephone numbers), are none. Runs of 13 and 14 digits are article numbers (GTIN) far more
/// often than cards and are none: docs/adr says why. Pure.
bool holds_card_number(std::string_view text);

}  // namespace vitrine
