#pragma once
#include <span>
#include <string>
#include <vector>

#include "modules/search/part.h"
#include "modules/search/query_text.h"

namespace vitrine::search {

/// How a word of a product answers a word of the search, the best first.
enum class How : std::uint8_t { exact, stem, joined, synonym, prefix, sound, one_edit, two_edits };

/// The fields that count of those where a word stands. A synonym does not answer by a brand, nor by the brand's name in the title: who searches for a pen ("qalam") does not
/// mean all that the house of Qalam makes.
constexpr std::uint32_t fields_that_count(How how, std::uint32_t fields) {
    constexpr auto brand = 1u << unsigned(Field::brand), titles = 1u << unsigned(Field::title) | 1u << unsigned(Field::title_local);
    return how == How::synonym && (fields & brand) ? fields & ~(brand | titles) : fields;
}
/// What words that stand together gain over the same words apart.
inline constexpr std::uint32_t together_percent = 25;

struct TermMatch {
    std::uint32_t term;
    std::uint16_t percent;          ///< of the points of an exact match
    How how;
};
/// Several words that together answer one slot, all of them in the product.
struct WordsMatch {
    Phrase words;
    std::uint16_t percent;
    How how;
};

/// One word of the search, or some that belong together, with all that answers it.
struct Slot {
    std::string typed;
    int words = 1;
    std::vector<std::vector<TermMatch>> terms;   ///< by part, the best first
    std::vector<WordsMatch> phrases;
    std::uint32_t rarity = 10;                   ///< 10 for what every product has, up to some 45 for what is rare
};

struct Slots {
    std::vector<Slot> slots;
    std::vector<std::string> left_out;           ///< words that the catalog does not know
    std::string corrected;                       ///< the free words as they were understood; empty: as typed
};

/// Finds what answers each word: exactly, by its stem, as a synonym or variant, as the beginning of the last word, joined or taken apart; only when nothing does: by its
/// sound or with a few letters wrong. Words that nothing answers are left out when the tuning says so and others remain, else their slot stays empty.
Slots make_slots(std::span<const Part> parts, const QueryText& query, const Tuning& tuning);

/// The terms of a part that are `word` or another form of it.
void add_forms(const Segment& segment, std::string_view word, std::uint16_t percent, How how, std::vector<TermMatch>& to);

}  // namespace vitrine::search
