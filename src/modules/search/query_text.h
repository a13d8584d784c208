#pragma once
#include <string_view>
#include <vector>

#include "modules/search/tuning.h"

namespace vitrine::search {

/// A search taken apart: red pen "fine tip" -gel.
struct QueryText {
    std::vector<std::string> words;     ///< to be found, in any place; stop words only when there is nothing else
    std::vector<Phrase> phrases;        ///< quoted: to be found word by word as written
    std::vector<Phrase> excluded;       ///< behind a minus
    bool ends_in_word = false;          ///< the last word may be the beginning of one

    bool asks_for_nothing() const { return words.empty() && phrases.empty() && excluded.empty(); }
};
inline constexpr size_t most_query_words = 12, most_query_phrases = 4;

/// Never refuses: a quote that is not closed is a space. At most 12 words, four phrases and four exclusions are read.
QueryText read_query(std::string_view text, const Tuning& tuning);

}  // namespace vitrine::search
