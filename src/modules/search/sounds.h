#pragma once
#include <string>
#include <string_view>

namespace vitrine::search {

/// How a word written in Latin letters sounds, near enough for the many ways Urdu and Hindi words are spelled in them: "ghee" and "ghi", "qalam" and "kalam",
/// "kaagaz" and "kagaj" sound the same. Empty for other scripts, for short words and for anything with a digit.
std::string sound_of(std::string_view folded);

/// The consonants of a word in one alphabet for Latin, Urdu and Devanagari letters, so that "stapler", "اسٹیپلر" and "स्टेपलर" meet. Empty when fewer than three are left:
/// that would say too little.
std::string skeleton_of(std::string_view folded);

/// Whether both words are written in the same script.
bool same_script(std::string_view a, std::string_view b);

}  // namespace vitrine::search
