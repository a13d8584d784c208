#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "modules/search/segment.h"

namespace vitrine::search {

struct NearTerm {
    std::uint32_t term = 0;
    int distance = 0;
};

/// Terms of a segment within `most` edits of the word (Damerau-Levenshtein, adjacent letters swapped once count one; letters are code points).
/// One edit is looked up by what two words have in common when a letter is taken out of each (deletions.h). More, or beginnings: walks the sorted terms as a tree: rows of the edit table are shared by common beginnings, and a beginning that is too far off is skipped.
/// With `as_beginning` the word may be the beginning of a term, as near.
std::vector<NearTerm> near_terms(const Segment& segment, std::string_view word, int most, bool as_beginning = false);

/// How many edits are forgiven in a word: none below 4 letters and in words with digits, 1 below 8 letters, else 2.
int edits_forgiven(std::string_view word);

/// The rows of terms that begin with `prefix`: [first, last).
std::pair<std::uint32_t, std::uint32_t> terms_with_prefix(const Segment& segment, std::string_view prefix);

}  // namespace vitrine::search
