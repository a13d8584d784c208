#pragma once
#include <map>

#include "modules/search/match.h"
#include "modules/search/api.h"

namespace vitrine::search {

/// Says which words of a title answer a search.
class Marker {
public:
    Marker(const std::vector<Part>& parts, const TextMatches& matches) : parts_(parts), matches_(matches) {}
    /// Fills the title parts of a card; leaves them out when the search has no text or found by SKU.
    void mark(Card& card, size_t part);

private:
    std::vector<TextPart> cut(std::string_view text, size_t part);
    const std::vector<std::uint16_t>& terms_of(size_t part);
    const std::vector<Part>& parts_;
    const TextMatches& matches_;
    std::map<size_t, std::vector<std::uint16_t>> terms_;   ///< by part
};

}  // namespace vitrine::search
