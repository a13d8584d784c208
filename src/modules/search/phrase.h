#pragma once
#include <vector>

#include "modules/search/slots.h"

namespace vitrine::search {

/// Documents of a segment that have these words next to each other in one field; with `any_form` in any of their forms.
Roaring documents_with_phrase(const Segment& segment, const Phrase& words, bool any_form = false);

/// Documents that have all the words, each in any of its forms, with the fields common to them (all of their fields when there is none), in document order as postings.
std::vector<std::uint32_t> postings_with_all(const Segment& segment, const Phrase& words);

/// What answers a slot by several words, with those documents where they stand together. A synonym of several words must stand together.
std::vector<std::uint32_t> postings_of(const Segment& segment, const WordsMatch& match, Roaring& together);

}  // namespace vitrine::search
