#include "modules/search/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <memory>
#include <stdexcept>

#include "core/text.h"

namespace vitrine::search {
namespace {

bool is_ascii(std::string_view text) {
    for (unsigned char byte : text)
        if (byte >= 0x80) return false;
    return true;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/// "pens" and "brushes" are found by "pen" and "brush". Good enough for shop words; wrong guesses are wrong on both sides and still meet.
std::string singular(std::string word) {
    auto ends = [&](std::string_view tail) { return word.ends_with(tail); };
    if (word.size() < 4 || !ends("s") || ends("ss") || ends("us") || ends("is") || ends("as")) return word;
    if (ends("ies") && word.size() > 4) return word.replace(word.size() - 3, 3, "y");
    if (ends("shes") || ends("ches") || ends("xes") || ends("sses")) return word.substr(0, word.size() - 2);
    word.pop_back();
    return word;
}

void add_word(std::vector<std::string>& words, std::string word) {
    if (!word.empty()) words.push_back(singular(std::move(word)));
}

/// Most titles are plain ASCII: the same breaks as ICU's rules for them, many times faster.
std::vector<std::string> ascii_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (size_t i = 0; i < text.size(); ++i) {
        char c = text[i] >= 'A' && text[i] <= 'Z' ? char(text[i] - 'A' + 'a') : text[i];
        bool has_next = i + 1 < text.size();
        if (is_letter(c) || is_digit(c)) word += c;
        else if (c == '.' && !word.empty() && is_digit(word.back()) && has_next && is_digit(text[i + 1])) word += c;
        else if (c == '\'' && !word.empty()) continue;
        else add_word(words, std::exchange(word, {}));
    }
    add_word(words, std::move(word));
    return words;
}

UChar32 fold_arabic(UChar32 c) {
    switch (c) {
        case 0x064A: case 0x0649: case 0x06D2: return 0x06CC;  // yeh of Arabic, alef maksura, bari yeh → Farsi yeh
        case 0x0643: return 0x06A9;                            // kaf → keheh
        case 0x0647: case 0x06C2: case 0x0629: case 0x06C3: case 0x06D5: return 0x06C1;  // heh, teh marbuta → heh goal
        case 0x0623: case 0x0625: case 0x0671: return 0x0627;  // alef with hamza or wasla → alef
        default: return c;
    }
}

/// Marks that people leave out when they type. Indic vowel signs are letters in all but name and stay.
bool is_dropped(UChar32 c) {
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x064B && c <= 0x065F) || c == 0x0670 || c == 0x0640 || c == 0x2019 || c == 0x27;
}

icu::UnicodeString fold(std::string_view utf8) {
    UErrorCode status = U_ZERO_ERROR;
    static const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    static const auto* decompose = icu::Normalizer2::getNFDInstance(status);
    static const auto* compose = icu::Normalizer2::getNFCInstance(status);
    auto folded = casefold->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), std::int32_t(utf8.size()))), status);
    auto apart = decompose->normalize(folded, status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot fold a text");
    icu::UnicodeString kept;
    for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
        auto c = apart.char32At(i);
        if (!is_dropped(c)) kept.append(fold_arabic(c));
    }
    return compose->normalize(kept, status);
}

struct CloseBreaker {
    void operator()(UBreakIterator* breaker) const { ubrk_close(breaker); }
};

std::vector<std::string> unicode_words(std::string_view utf8) {
    thread_local std::unique_ptr<UBreakIterator, CloseBreaker> breaker = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<UBreakIterator, CloseBreaker>(ubrk_open(UBRK_WORD, "", nullptr, 0, &status));
    }();
    auto text = fold(utf8);
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(breaker.get(), text.getBuffer(), text.length(), &status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot break a text into words");
    std::vector<std::string> words;
    std::int32_t begin = ubrk_first(breaker.get());
    for (auto end = ubrk_next(breaker.get()); end != UBRK_DONE; begin = end, end = ubrk_next(breaker.get())) {
        if (ubrk_getRuleStatus(breaker.get()) < UBRK_WORD_NUMBER) continue;
        std::string word;
        text.tempSubStringBetween(begin, end).toUTF8String(word);
        add_word(words, std::move(word));
    }
    return words;
}

}  // namespace

std::vector<std::string> fold_words(std::string_view utf8) { return is_ascii(utf8) ? ascii_words(utf8) : unicode_words(utf8); }

std::string fold_code(std::string_view text) { return lower_ascii(trim(text)); }

}  // namespace vitrine::search
