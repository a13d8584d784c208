#pragma once
#include <string>
#include <string_view>

namespace vitrine::search {

/// Calls `on` with the word and then with the word less each of its letters (UTF-8). Two words that are one edit apart, a swap of neighbours included, have one of
/// these in common (symmetric deletion): substituting or swapping leaves the same rest when the letter is taken out of both.
template <class On>
void each_deletion(std::string_view word, On on) {
    on(word);
    std::string rest;
    for (size_t at = 0; at < word.size();) {
        size_t end = at + 1;
        while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) ++end;
        rest.assign(word.substr(0, at)).append(word.substr(end));
        on(rest);
        at = end;
    }
}

}  // namespace vitrine::search
