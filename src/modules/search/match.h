#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "modules/search/segment.h"

namespace vitrine::search {

/// A segment as one version of the snapshot sees it.
struct Part {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const Roaring> dead;   ///< documents replaced or gone
    Roaring alive() const {
        Roaring all;
        all.addRange(0, segment->size());
        return all - *dead;
    }
};

/// The documents of one part that match a text.
struct TextMatch {
    Roaring docs;
    std::vector<std::uint16_t> score;      ///< by document; empty: all the same
};

struct TextMatches {
    std::vector<TextMatch> parts;          ///< as the parts given
    std::optional<std::string> did_you_mean;
};

/// Documents that have every word: exactly, as the beginning of the last word, or with a few letters wrong when nothing fits exactly.
/// A text that is one SKU or barcode matches just that product. Dead documents are left out. Empty text: everything alive.
TextMatches match_text(std::span<const Part> parts, std::string_view text);

}  // namespace vitrine::search
