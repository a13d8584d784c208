#include "modules/search/fold.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

#include "core/text.h"
#include "modules/search/letters.h"

namespace vitrine::search {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

using Words = std::vector<FoldedWord>;

/// Breaks folded text where only ASCII decides: the same breaks as ICU's rules, many times faster. "1,000" is one number, "0.5" too, "payne's" is one word.
template <class Add>
void break_ascii(std::string_view text, Add add) {
    std::string word;
    size_t begin = 0, end = 0;
    auto finish = [&] {
        if (!word.empty()) add(std::exchange(word, {}), begin, end);
    };
    for (size_t i = 0; i < text.size(); ++i) {
        char c = text[i] >= 'A' && text[i] <= 'Z' ? char(text[i] - 'A' + 'a') : text[i];
        bool between_digits = !word.empty() && is_digit(word.back()) && i + 1 < text.size() && is_digit(text[i + 1]);
        if (is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 || (c == '.' && between_digits)) {
            if (word.empty()) begin = i;
            word += c;
            end = i + 1;
        } else if ((c == '\'' && !word.empty()) || (c == ',' && between_digits && i + 3 < text.size() && is_digit(text[i + 2]) && is_digit(text[i + 3]))) {
            continue;
        } else {
            finish();
        }
    }
    finish();
}

struct CloseBreaker {
    void operator()(UBreakIterator* breaker) const { ubrk_close(breaker); }
};
struct CloseText {
    void operator()(UText* text) const { utext_close(text); }
};

Words unicode_words(std::string_view utf8) {
    thread_local std::unique_ptr<UBreakIterator, CloseBreaker> breaker = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<UBreakIterator, CloseBreaker>(ubrk_open(UBRK_WORD, "", nullptr, 0, &status));
    }();
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UText, CloseText> text(utext_openUTF8(nullptr, utf8.data(), std::int64_t(utf8.size()), &status));
    ubrk_setUText(breaker.get(), text.get(), &status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot break a text into words");
    Words words;
    std::int32_t begin = ubrk_first(breaker.get());
    for (auto end = ubrk_next(breaker.get()); end != UBRK_DONE; begin = end, end = ubrk_next(breaker.get())) {
        if (ubrk_getRuleStatus(breaker.get()) < UBRK_WORD_NUMBER) continue;
        auto token = utf8.substr(size_t(begin), size_t(end - begin));
        if (is_ascii(token)) {
            break_ascii(token, [&](std::string word, size_t from, size_t to) { words.push_back({std::move(word), std::uint32_t(size_t(begin) + from), std::uint32_t(size_t(begin) + to)}); });
        } else {
            break_ascii(fold_letters(token), [&](std::string word, size_t, size_t) { words.push_back({std::move(word), std::uint32_t(begin), std::uint32_t(end)}); });
        }
    }
    return words;
}

}  // namespace

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](unsigned char byte) { return byte < 0x80; });
}
bool has_digit(std::string_view text) { return std::ranges::any_of(text, is_digit); }

std::vector<FoldedWord> fold_spans(std::string_view utf8) {
    if (!is_ascii(utf8)) return unicode_words(utf8);
    Words words;
    break_ascii(utf8, [&](std::string word, size_t begin, size_t end) { words.push_back({std::move(word), std::uint32_t(begin), std::uint32_t(end)}); });
    return words;
}

std::vector<std::string> fold_words(std::string_view utf8) {
    std::vector<std::string> out;
    for (auto& word : fold_spans(utf8)) out.push_back(std::move(word.text));
    return out;
}

std::string fold_text(std::string_view utf8) {
    std::string out;
    for (const auto& word : fold_words(utf8)) out += (out.empty() ? "" : " ") + word;
    return out;
}

std::string fold_code(std::string_view text) { return lower_ascii(trim(text)); }

}  // namespace vitrine::search
