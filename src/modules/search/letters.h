#pragma once
#include <string>
#include <string_view>

namespace vitrine::search {

/// One word with its letters folded; may hold ASCII punctuation that the word breaker kept inside.
std::string fold_letters(std::string_view word);

/// The code points of well-formed UTF-8.
std::u32string code_points(std::string_view utf8);
std::string utf8_of(std::u32string_view letters);

bool is_arabic_letter(char32_t c);
bool is_devanagari(char32_t c);

}  // namespace vitrine::search
