#include "modules/search/match.h"

#include <algorithm>

#include "modules/search/fold.h"
#include "modules/search/near_terms.h"

namespace vitrine::search {
namespace {

/// How much the way of matching counts; multiplied with the weight of the field.
constexpr std::uint16_t exact_factor = 8, prefix_factor = 5, one_edit_factor = 3, two_edits_factor = 2;
constexpr size_t most_words = 12;

struct TermMatch {
    std::uint32_t term;
    std::uint16_t factor;
};
/// What one word of the query means in each part.
struct WordMatch {
    std::vector<std::vector<TermMatch>> terms;  ///< by part, best first
    bool any() const {
        return std::ranges::any_of(terms, [](const auto& list) { return !list.empty(); });
    }
};

WordMatch match_exactly(std::span<const Part> parts, std::string_view word, bool is_last) {
    WordMatch match;
    for (const auto& part : parts) {
        auto& list = match.terms.emplace_back();
        auto [first, last] = terms_with_prefix(*part.segment, word);
        for (auto term = first; term < last; ++term) {
            if (part.segment->terms[term].size == word.size()) list.insert(list.begin(), {term, exact_factor});
            else if (is_last && word.size() > 1) list.push_back({term, prefix_factor});
            else break;  // the exact term sorts first
        }
    }
    return match;
}

/// The nearest terms; `corrected` becomes the one that most documents have.
WordMatch match_nearly(std::span<const Part> parts, std::string_view word, std::string& corrected) {
    std::vector<std::vector<NearTerm>> near;
    int nearest = 99;
    for (const auto& part : parts) {
        near.push_back(near_terms(*part.segment, word, edits_forgiven(word)));
        for (const auto& term : near.back()) nearest = std::min(nearest, term.distance);
    }
    WordMatch match;
    size_t most_docs = 0;
    for (size_t i = 0; i < parts.size(); ++i) {
        const auto& segment = *parts[i].segment;
        auto& list = match.terms.emplace_back();
        for (const auto& term : near[i]) {
            if (term.distance != nearest) continue;
            list.push_back({term.term, nearest == 1 ? one_edit_factor : two_edits_factor});
            auto docs = segment.postings.of(term.term).size();
            if (docs > most_docs) most_docs = docs, corrected = segment.text(segment.terms[term.term]);
        }
    }
    return match;
}

/// Documents that have all words, with their scores: the first list of each word that names a document counts.
TextMatch intersect(const Part& part, size_t index, std::span<const WordMatch> words) {
    const auto& segment = *part.segment;
    constexpr auto weight_mask = (1u << Segment::weight_bits) - 1;
    TextMatch out;
    out.score.resize(segment.size());
    std::vector<std::uint8_t> words_met(segment.size());
    std::vector<std::uint32_t> met;
    for (size_t w = 0; w < words.size(); ++w) {
        met.clear();
        for (const auto& [term, factor] : words[w].terms[index])
            for (auto posting : segment.postings.of(term)) {
                auto doc = posting >> Segment::weight_bits;
                if (words_met[doc] != w) continue;
                words_met[doc] = std::uint8_t(w + 1);
                out.score[doc] = std::uint16_t(out.score[doc] + (posting & weight_mask) * factor);
                met.push_back(doc);
            }
        if (met.empty()) break;
    }
    std::ranges::sort(met);
    out.docs = Roaring(met.size(), met.data());
    out.docs -= *part.dead;
    return out;
}

/// The products that have this SKU or barcode.
std::optional<TextMatches> match_code(std::span<const Part> parts, std::string_view text) {
    TextMatches out;
    auto code = fold_code(text);
    bool found = false;
    for (const auto& part : parts) {
        auto& match = out.parts.emplace_back();
        for (auto row : {part.segment->find_sku(code), part.segment->find_barcode(code)}) {
            if (row == HashIndex::none || part.dead->contains(part.segment->variant_doc[row])) continue;
            match.docs.add(part.segment->variant_doc[row]);
            found = true;
        }
    }
    return found ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace

TextMatches match_text(std::span<const Part> parts, std::string_view text) {
    TextMatches out;
    auto words = fold_words(text);
    if (words.empty()) {
        bool is_blank = fold_code(text).empty();  // "***" is a text that nothing has
        for (const auto& part : parts) out.parts.push_back({is_blank ? part.alive() : Roaring(), {}});
        return out;
    }
    if (auto code = match_code(parts, text)) return std::move(*code);
    words.resize(std::min(words.size(), most_words));
    std::vector<WordMatch> matches;
    bool is_corrected = false;
    for (size_t i = 0; i < words.size(); ++i) {
        matches.push_back(match_exactly(parts, words[i], i + 1 == words.size()));
        if (matches.back().any()) continue;
        std::string corrected;
        matches.back() = match_nearly(parts, words[i], corrected);
        if (!corrected.empty()) words[i] = corrected, is_corrected = true;
    }
    bool found = false;
    for (size_t i = 0; i < parts.size(); ++i) {
        out.parts.push_back(intersect(parts[i], i, matches));
        found |= !out.parts.back().docs.isEmpty();
    }
    if (!is_corrected || !found) return out;
    out.did_you_mean = words[0];
    for (size_t i = 1; i < words.size(); ++i) *out.did_you_mean += " " + words[i];
    return out;
}

}  // namespace vitrine::search
