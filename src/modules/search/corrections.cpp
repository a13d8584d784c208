#include "modules/search/corrections.h"

#include <algorithm>

#include "modules/search/fold.h"
#include "modules/search/near_terms.h"
#include "modules/search/sounds.h"

namespace vitrine::search {
namespace {

constexpr std::uint16_t sound_percent = 45, other_script_percent = 40, one_edit_percent = 45, two_edits_percent = 30, apart_percent = 60;
constexpr size_t most_terms = 50;

/// The word that most documents have among those offered.
class Favourite {
public:
    void offer(const Segment& segment, std::uint32_t term) {
        auto documents = segment.postings.of(term).size();
        if (documents > most_) most_ = documents, word_ = segment.text(segment.terms[term]);
    }
    std::string take() { return std::move(word_); }

private:
    size_t most_ = 0;
    std::string word_;
};

bool by_sound(std::span<const Part> parts, Slot& slot, const std::string& word, Favourite& favourite) {
    auto sound = sound_of(word);
    bool found = false;
    for (size_t p = 0; p < parts.size(); ++p) {
        const auto& segment = *parts[p].segment;
        segment.by_sound.each(sound, [&](std::uint32_t term) {
            if (sound_of(segment.text(segment.terms[term])) != sound) return;
            slot.terms[p].push_back({term, sound_percent, How::sound});
            favourite.offer(segment, term);
            found = true;
        });
    }
    return found;
}

/// Consonants alone say less than letters: asked for only when those find nothing.
bool in_other_scripts(std::span<const Part> parts, Slot& slot, const std::string& word) {
    auto skeleton = skeleton_of(word);
    bool found = false;
    for (size_t p = 0; p < parts.size(); ++p) {
        const auto& segment = *parts[p].segment;
        segment.by_skeleton.each(skeleton, [&](std::uint32_t term) {
            auto text = segment.text(segment.terms[term]);
            if (same_script(text, word) || skeleton_of(text) != skeleton) return;
            slot.terms[p].push_back({term, other_script_percent, How::sound});
            found = true;
        });
    }
    return found;
}

bool by_letters(std::span<const Part> parts, Slot& slot, const std::string& word, int most_edits, bool as_beginning, Favourite& favourite) {
    std::vector<std::vector<NearTerm>> near;
    int nearest = most_edits + 1;
    for (const auto& part : parts) {
        near.push_back(near_terms(*part.segment, word, most_edits, as_beginning));
        for (const auto& term : near.back()) nearest = std::min(nearest, term.distance);
    }
    if (nearest > most_edits) return false;
    for (size_t p = 0; p < parts.size(); ++p)
        for (const auto& term : near[p]) {
            if (term.distance != nearest || slot.terms[p].size() >= most_terms) continue;
            slot.terms[p].push_back({term.term, std::uint16_t((nearest == 1 ? one_edit_percent : two_edits_percent) - (as_beginning ? 10 : 0)), nearest == 1 ? How::one_edit : How::two_edits});
            favourite.offer(*parts[p].segment, term.term);
        }
    return true;
}

/// "gelpen": two words that some part knows both.
std::string taken_apart(std::span<const Part> parts, Slot& slot, const std::string& word) {
    if (!is_ascii(word) || has_digit(word)) return {};
    constexpr size_t shortest = 3;
    std::string best;
    size_t most = 0;
    for (size_t at = shortest; at + shortest <= word.size(); ++at)
        for (const auto& part : parts) {
            auto first = part.segment->find_term(word.substr(0, at)), second = part.segment->find_term(word.substr(at));
            if (first == HashIndex::none || second == HashIndex::none) continue;
            auto documents = std::min(part.segment->postings.of(first).size(), part.segment->postings.of(second).size());
            if (documents > most) most = documents, best = word.substr(0, at) + " " + word.substr(at);
        }
    if (!best.empty()) slot.phrases.push_back({fold_words(best), apart_percent, How::joined});
    return best;
}

}  // namespace

std::string correct(std::span<const Part> parts, Slot& slot, const std::string& word, bool may_be_beginning) {
    Favourite favourite;
    slot.phrases.clear();
    auto edits = edits_forgiven(word);
    bool found = by_letters(parts, slot, word, std::min(edits, 1), false, favourite);
    found |= by_sound(parts, slot, word, favourite);
    if (found) return favourite.take();
    if (in_other_scripts(parts, slot, word)) return {};
    if (auto apart = taken_apart(parts, slot, word); !apart.empty()) return apart;
    if (edits > 1 && by_letters(parts, slot, word, 2, false, favourite)) return favourite.take();
    if (may_be_beginning && edits > 0 && by_letters(parts, slot, word, 1, true, favourite)) return favourite.take();
    return {};
}

}  // namespace vitrine::search
