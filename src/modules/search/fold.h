#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::search {

/// A word of a text with the bytes of the text it stands for.
struct FoldedWord {
    std::string text;
    std::uint32_t begin = 0, end = 0;
};

/// The words of a text as search compares them, broken by ICU's word rules (UAX 29): case and width folded (NFKC), Latin accents, Arabic vowel marks, tatweel and the
/// Devanagari nuqta dropped, look-alike Arabic letters made one (as Urdu writes them), digits of every script made 0 to 9. Words keep their endings: see stem.h.
std::vector<std::string> fold_words(std::string_view utf8);
std::vector<FoldedWord> fold_spans(std::string_view utf8);
/// The words of a text with one space between them: two texts that differ only in what folding forgets are equal.
std::string fold_text(std::string_view utf8);

/// A SKU or barcode as exact search compares it.
std::string fold_code(std::string_view text);

bool is_ascii(std::string_view text);
bool has_digit(std::string_view text);

}  // namespace vitrine::search
