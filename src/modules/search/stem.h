#pragma once
#include <string>
#include <string_view>

namespace vitrine::search {

/// What a folded word has in common with its other forms ("brushes" and "brush", "किताबें" and "किताब"): Snowball's English stem for Latin letters, its Hindi
/// stem for Devanagari, the word itself for the rest and for anything with a digit. Not for people to read.
std::string stem(std::string_view folded);

}  // namespace vitrine::search
