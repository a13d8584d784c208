#pragma once
#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "modules/search/part.h"
#include "modules/search/slots.h"

namespace vitrine::search {

/// The documents of one part that match a text.
class TextMatch {
public:
    Roaring docs;

    TextMatch() = default;
    /// `points`, `in_title`: by document, what its words are worth and how many of them stand in its title; zero where it does not match.
    TextMatch(Roaring matching, std::vector<std::uint32_t> points, std::vector<std::uint8_t> in_title, std::vector<std::uint16_t> slots_of_term, size_t slots)
        : docs(std::move(matching)), points_(std::move(points)), in_title_(std::move(in_title)), slots_of_term_(std::move(slots_of_term)), slots_(slots) {}

    /// Points with what exactness and nearness add. Nearness reads the title word by word, so ask only for documents that may come to the page.
    std::uint32_t points(const Segment& segment, std::uint32_t doc) const;
    /// Never less than points(), and read from columns only.
    std::uint32_t points_at_most(const Segment& segment, std::uint32_t doc) const;
    /// Adds a document, or points to one that is there.
    void add(const Segment& segment, std::uint32_t doc, std::uint32_t points);

private:
    bool may_be_near(std::uint32_t doc) const { return slots_ > 1 && in_title_[doc] > 1; }
    std::vector<std::uint32_t> points_;    // empty: all the same
    std::vector<std::uint32_t> added_;     // beyond what the percentages are taken of
    std::vector<std::uint8_t> in_title_;
    std::vector<std::uint16_t> slots_of_term_;
    size_t slots_ = 0;
};

struct TextMatches {
    std::vector<TextMatch> parts;          ///< as the parts given
    std::optional<std::string> did_you_mean;
    std::vector<std::string> left_out;     ///< words of the text that the catalog does not know
    Slots understood;                      ///< how the text was read; for explanations and marks
    QueryText query;
    bool is_code = false;                  ///< found by SKU or barcode
};

/// Points of a product that has no text to answer.
inline constexpr std::uint32_t plain_points = 1'000;

/// Documents that answer every slot of the text (see slots.h), have its phrases and nothing it excludes. A text that is one SKU or barcode matches just that product; one that
/// looks like part of a SKU matches those products as well. Dead documents are left out. Empty text: everything alive.
TextMatches match_text(std::span<const Part> parts, std::string_view text, const Tuning& tuning);

/// What a word that stands in `fields` is worth in a slot.
inline std::uint32_t points_of(const Slot& slot, std::uint32_t fields, std::uint32_t percent, const Tuning& tuning) {
    return slot.rarity * tuning.points_of_fields[fields] * percent / 1'000;
}
/// Percent gained when this many of the title's words are answered, and for slots that stand next to each other in it.
inline std::uint32_t exactness_percent(std::uint32_t answered, std::uint32_t title_words) {
    if (title_words == 0 || answered == 0) return 0;
    return answered >= title_words ? 60 : 40 * answered / title_words;
}
inline constexpr std::uint32_t most_nearness_percent = 25;   // a title gains nothing by saying a thing twice
inline std::uint32_t nearness_percent(std::uint32_t pairs, size_t slots) {
    return slots < 2 ? 0 : std::min(most_nearness_percent, most_nearness_percent * pairs / std::uint32_t(slots - 1));
}

/// Slots that follow each other in the title as they do in the search.
std::uint32_t pairs_in_title(const Segment& segment, std::uint32_t doc, std::span<const std::uint16_t> slots_of_term);
/// By term, the set of the first 16 slots that it answers.
void note_slots(const Slots& slots, size_t part, std::vector<std::uint16_t>& slots_of_term);

}  // namespace vitrine::search
