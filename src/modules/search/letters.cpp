#include "modules/search/letters.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <stdexcept>

namespace vitrine::search {
namespace {

constexpr char32_t virama = 0x094D, anusvara = 0x0902;

char32_t fold_arabic(char32_t c) {
    switch (c) {
        case 0x064A: case 0x0649: case 0x06D2: return 0x06CC;  // yeh of Arabic, alef maksura, bari yeh → Farsi yeh
        case 0x0643: return 0x06A9;                            // kaf → keheh
        case 0x0647: case 0x06C2: case 0x0629: case 0x06C3: case 0x06D5: case 0x06BE: return 0x06C1;  // heh, teh marbuta, do-chashmi heh → heh goal
        case 0x0623: case 0x0625: case 0x0671: return 0x0627;  // alef with hamza or wasla → alef
        case 0x06BA: return 0x0646;                            // noon ghunna → noon
        default: return c;
    }
}

/// Marks that people leave out when they type. Indic vowel signs are letters in all but name and stay.
bool is_dropped(char32_t c) {
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x064B && c <= 0x065F) || c == 0x0670 || c == 0x0640 || c == 0x0621 || c == 0x093C || c == 0x2019 || c == 0x27;
}

bool is_nasal(char32_t c) { return c == 0x0919 || c == 0x091E || c == 0x0923 || c == 0x0928 || c == 0x092E; }
bool is_devanagari_consonant(char32_t c) { return c >= 0x0915 && c <= 0x0939; }

/// "हिन्दी" and "हिंदी" are one word: a nasal bound to the next consonant may be written as a dot, and a moon as a dot.
std::u32string fold_nasals(std::u32string word) {
    std::u32string out;
    for (size_t i = 0; i < word.size(); ++i) {
        if (is_nasal(word[i]) && i + 2 < word.size() && word[i + 1] == virama && is_devanagari_consonant(word[i + 2]) && i > 0) out += anusvara, ++i;
        else out += word[i] == 0x0901 ? anusvara : word[i];
    }
    return out;
}

}  // namespace

bool is_arabic_letter(char32_t c) { return c >= 0x0620 && c <= 0x06D5; }
bool is_devanagari(char32_t c) { return c >= 0x0900 && c <= 0x097F; }

std::u32string code_points(std::string_view utf8) {
    std::u32string out;
    for (size_t i = 0; i < utf8.size();) {
        auto lead = static_cast<unsigned char>(utf8[i]);
        size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t letter = size == 1 ? lead : lead & (0xFF >> (size + 1));
        for (size_t k = 1; k < size && i + k < utf8.size(); ++k) letter = letter << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3F);
        out += letter;
        i += size;
    }
    return out;
}

std::string utf8_of(std::u32string_view letters) {
    std::string out;
    for (auto c : letters) {
        if (c < 0x80) out += char(c);
        else if (c < 0x800) out += {char(0xC0 | c >> 6), char(0x80 | (c & 0x3F))};
        else if (c < 0x10000) out += {char(0xE0 | c >> 12), char(0x80 | (c >> 6 & 0x3F)), char(0x80 | (c & 0x3F))};
        else out += {char(0xF0 | c >> 18), char(0x80 | (c >> 12 & 0x3F)), char(0x80 | (c >> 6 & 0x3F)), char(0x80 | (c & 0x3F))};
    }
    return out;
}

std::string fold_letters(std::string_view word) {
    UErrorCode status = U_ZERO_ERROR;
    static const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    static const auto* decompose = icu::Normalizer2::getNFDInstance(status);
    static const auto* compose = icu::Normalizer2::getNFCInstance(status);
    auto folded = casefold->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), std::int32_t(word.size()))), status);
    auto apart = decompose->normalize(folded, status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot fold a text");
    std::u32string kept;
    for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
        auto c = apart.char32At(i);
        if (is_dropped(char32_t(c))) continue;
        auto digit = u_charDigitValue(c);
        kept += digit >= 0 ? char32_t(U'0' + digit) : fold_arabic(char32_t(c));
    }
    kept = fold_nasals(std::move(kept));
    std::string out;
    compose->normalize(icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(kept.data()), std::int32_t(kept.size())), status).toUTF8String(out);
    return out;
}

}  // namespace vitrine::search
