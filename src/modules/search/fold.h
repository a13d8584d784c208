#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::search {

/// The words of a text as search compares them: NFKC case folded, Latin accents and Arabic vowel marks dropped, look-alike Arabic letters
/// made one (as Urdu writes them), English plurals made singular, broken by ICU's word rules (UAX 29).
std::vector<std::string> fold_words(std::string_view utf8);

/// A SKU or barcode as exact search compares it.
std::string fold_code(std::string_view text);

}  // namespace vitrine::search
