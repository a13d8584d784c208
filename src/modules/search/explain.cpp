#include "modules/search/explain.h"

#include <algorithm>
#include <array>

#include "modules/search/phrase.h"

namespace vitrine::search {
namespace {

constexpr std::array<std::string_view, field_count> field_names{"title", "title_local", "brand", "category", "tag", "attribute", "description"};
constexpr std::array<std::string_view, 8> how_names{"exact", "stem", "joined", "synonym", "prefix", "sound", "one_edit", "two_edits"};

/// The fields of `doc` that have the word, from postings in document order; 0: none.
std::uint32_t fields_in(std::span<const std::uint32_t> postings, std::uint32_t doc) {
    auto found = std::ranges::lower_bound(postings, doc, {}, [](auto posting) { return posting >> Segment::field_bits; });
    return found != postings.end() && *found >> Segment::field_bits == doc ? *found & Segment::field_mask : 0;
}

std::vector<std::string> names_of(std::uint32_t fields) {
    std::vector<std::string> out;
    for (size_t i = 0; i < field_count; ++i)
        if (fields >> i & 1) out.emplace_back(field_names[i]);
    return out;
}

/// The best answer to a slot, and in `first_fields` the one the matching met first: that decides whether it counts for the title.
WordExplanation explain_slot(const Part& part, size_t index, std::uint32_t doc, const Slot& slot, const Tuning& tuning, std::uint32_t& first_fields) {
    WordExplanation best{slot.typed, {}, {}, {}, std::int64_t(slot.rarity), 0};
    first_fields = 0;
    auto offer = [&](std::uint32_t fields, std::uint32_t percent, How how, std::string found) {
        fields = fields_that_count(how, fields);
        auto points = points_of(slot, fields, percent, tuning);
        if (points == 0) return;
        if (!first_fields) first_fields = fields;
        if (std::int64_t(points) <= best.points) return;
        best.points = points, best.found = std::move(found), best.how = how_names[size_t(how)], best.fields = names_of(fields);
    };
    const auto& segment = *part.segment;
    for (const auto& match : slot.terms[index])
        if (auto fields = fields_in(segment.postings.of(match.term), doc)) offer(fields, match.percent, match.how, std::string(segment.text(segment.terms[match.term])));
    for (const auto& match : slot.phrases) {
        Roaring together;
        auto postings = postings_of(segment, match, together);
        std::string words;
        for (const auto& word : match.words) words += (words.empty() ? "" : " ") + word;
        if (auto fields = fields_in(postings, doc)) offer(fields, match.percent + (together.contains(doc) ? together_percent : 0), match.how, std::move(words));
    }
    return best;
}

}  // namespace

HitExplanation explain(const Part& part, size_t index, std::uint32_t doc, const TextMatches& matches, const Tuning& tuning, const Ranking& ranking) {
    HitExplanation out;
    const auto& segment = *part.segment;
    const auto& slots = matches.understood.slots;
    out.product = segment.id[doc];
    std::uint32_t in_title = 0;
    for (const auto& slot : slots) {
        std::uint32_t fields = 0;
        out.words.push_back(explain_slot(part, index, doc, slot, tuning, fields));
        if (fields & 3) in_title += std::uint32_t(slot.words);
    }
    out.exactness_percent = exactness_percent(in_title, segment.title_words[doc]);
    if (slots.size() > 1 && in_title > 1) {
        std::vector<std::uint16_t> slots_of_term;
        note_slots(matches.understood, index, slots_of_term);
        out.nearness_percent = nearness_percent(pairs_in_title(segment, doc, slots_of_term), slots.size());
    }
    auto factors = ranking.factors(doc, matches.parts[index].points(segment, doc));
    out.text_points = factors.points;
    out.popularity_percent = factors.popularity_percent;
    out.stock_percent = factors.stock_percent;
    out.boost_percent = factors.boost_percent;
    if (factors.pinned) out.pinned_at = factors.pinned;
    out.total = factors.key;
    return out;
}

}  // namespace vitrine::search
