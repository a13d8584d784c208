#include "modules/search/sounds.h"

#include <array>
#include <utility>

#include "modules/search/fold.h"
#include "modules/search/letters.h"

namespace vitrine::search {
namespace {

using Rule = std::pair<std::string_view, std::string_view>;

/// Longest first; tried at each place of the word. Capital C stands for the sound of "ch".
constexpr auto latin_rules = std::to_array<Rule>({
    {"tch", "C"}, {"ph", "f"}, {"gh", "g"}, {"kh", "k"}, {"ch", "C"}, {"sh", "s"}, {"th", "t"}, {"dh", "d"}, {"bh", "b"}, {"jh", "j"}, {"ck", "k"}, {"rh", "r"},
    {"ee", "i"}, {"ii", "i"}, {"ea", "i"}, {"ie", "i"}, {"ei", "i"}, {"ai", "i"}, {"ay", "i"}, {"ey", "i"}, {"oo", "u"}, {"ou", "u"}, {"uu", "u"}, {"au", "u"}, {"aw", "u"}, {"ow", "u"}, {"aa", "a"},
    {"ce", "si"}, {"ci", "si"}, {"cy", "si"}, {"c", "k"}, {"q", "k"}, {"x", "ks"}, {"z", "j"}, {"w", "v"}, {"e", "i"}, {"y", "i"}, {"o", "u"},
});

constexpr bool is_vowel(char c) { return c == 'a' || c == 'i' || c == 'u'; }

std::string_view urdu_sound(char32_t c) {
    switch (c) {
        case U'ب': return "b"; case U'پ': return "p"; case U'ت': case U'ٹ': case U'ط': return "t"; case U'ث': case U'س': case U'ص': case U'ش': return "s";
        case U'ج': case U'ذ': case U'ز': case U'ژ': case U'ظ': case U'ض': return "j"; case U'چ': return "C"; case U'ح': case U'ہ': return "h";
        case U'خ': case U'ق': case U'ک': return "k"; case U'د': case U'ڈ': return "d"; case U'ر': case U'ڑ': return "r"; case U'غ': case U'گ': return "g";
        case U'ف': return "f"; case U'ل': return "l"; case U'م': return "m"; case U'ن': return "n"; case U'و': return "v"; case U'ی': return "i"; case U'ا': case U'ع': return "a";
        default: return "";
    }
}

std::string_view devanagari_sound(char32_t c) {
    switch (c) {
        case U'क': case U'ख': return "k"; case U'ग': case U'घ': return "g"; case U'च': case U'छ': return "C"; case U'ज': case U'झ': return "j"; case U'ट': case U'ठ': case U'त': case U'थ': return "t";
        case U'ड': case U'ढ': case U'द': case U'ध': return "d"; case U'ङ': case U'ञ': case U'ण': case U'न': case 0x0902: return "n"; case U'प': return "p"; case U'फ': return "f"; case U'ब': case U'भ': return "b";
        case U'म': return "m"; case U'य': return "i"; case U'र': return "r"; case U'ल': return "l"; case U'व': return "v"; case U'श': case U'ष': case U'स': return "s"; case U'ह': return "h";
        default: return c >= 0x0904 && c <= 0x0914 ? "a" : "";
    }
}

std::string native_sound(std::u32string_view word) {
    std::string out;
    // Urdu writes "اسٹیپلر" for stapler: no word begins with two consonants there.
    if (word.size() > 2 && word[0] == U'ا' && word[1] == U'س') word.remove_prefix(1);
    for (auto c : word) out += is_devanagari(c) ? devanagari_sound(c) : urdu_sound(c);
    return out;
}

/// Doubles become single; the silent h at the end goes.
std::string tidied(std::string_view sound) {
    std::string out;
    for (char c : sound)
        if (out.empty() || out.back() != c) out += c;
    if (out.size() > 2 && out.back() == 'h') out.pop_back();
    return out;
}

}  // namespace

std::string sound_of(std::string_view folded) {
    if (folded.size() < 3 || !is_ascii(folded) || has_digit(folded)) return {};
    std::string out;
    for (size_t i = 0; i < folded.size();) {
        bool replaced = false;
        for (const auto& [from, to] : latin_rules)
            if (folded.substr(i, from.size()) == from) {
                out += to, i += from.size(), replaced = true;
                break;
            }
        if (!replaced) out += folded[i++];
    }
    out = tidied(out);
    return out.size() < 2 ? std::string() : out;
}

std::string skeleton_of(std::string_view folded) {
    if (has_digit(folded)) return {};
    auto sound = is_ascii(folded) ? sound_of(folded) : native_sound(code_points(folded));
    std::string out;
    for (size_t i = 0; i < sound.size(); ++i) {
        if (i == 0) out += is_vowel(sound[i]) ? 'a' : sound[i];
        else if (!is_vowel(sound[i]) && sound[i] != 'v' && sound[i] != 'h') out += sound[i];
    }
    out = tidied(out);
    return out.size() < 3 ? std::string() : out;
}

bool same_script(std::string_view a, std::string_view b) {
    auto script = [](std::string_view word) {
        if (is_ascii(word)) return 0;
        auto first = code_points(word.substr(0, 4))[0];
        return is_devanagari(first) ? 1 : is_arabic_letter(first) ? 2 : 3;
    };
    return script(a) == script(b);
}

}  // namespace vitrine::search
