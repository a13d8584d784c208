#include "modules/search/slots.h"

#include <algorithm>
#include <bit>

#include "modules/search/corrections.h"
#include "modules/search/fold.h"
#include "modules/search/near_terms.h"
#include "modules/search/stem.h"

namespace vitrine::search {
namespace {

constexpr std::uint16_t exact_percent = 100, stem_loss = 10, joined_percent = 85, synonym_percent = 70;
constexpr size_t most_prefix_terms = 200, shortest_prefix = 2;

std::string joined(std::span<const std::string> words, std::string_view between) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : std::string(between)) + word;
    return out;
}

bool is_somewhere(std::span<const Part> parts, std::string_view word) {
    return std::ranges::any_of(parts, [&](const Part& part) { return part.segment->find_term(word) != HashIndex::none; });
}

/// "500g" is "500 g".
std::optional<Phrase> number_and_unit(std::string_view word) {
    size_t digits = 0;
    while (digits < word.size() && ((word[digits] >= '0' && word[digits] <= '9') || word[digits] == '.')) ++digits;
    if (digits == 0 || digits == word.size() || word.size() - digits > 3 || has_digit(word.substr(digits))) return {};
    return Phrase{std::string(word.substr(0, digits)), std::string(word.substr(digits))};
}

class SlotMaker {
public:
    SlotMaker(std::span<const Part> parts, const QueryText& query, const Tuning& tuning) : parts_(parts), query_(query), tuning_(tuning) {}

    Slots run() {
        const auto& words = query_.words;
        for (size_t i = 0; i < words.size();) {
            auto taken = take_together(i);
            if (taken == 0) add_word(words[i], i + 1 == words.size() && query_.ends_in_word), taken = 1;
            i += taken;
        }
        for (const auto& phrase : query_.phrases)
            for (const auto& word : phrase) {
                auto& slot = begin(word, 1);
                for (size_t p = 0; p < parts_.size(); ++p)
                    if (auto term = parts_[p].segment->find_term(word); term != HashIndex::none) slot.terms[p].push_back({term, exact_percent, How::exact});
            }
        leave_out_unknown();
        for (auto& slot : out_.slots) weigh(slot);
        if (is_corrected_) out_.corrected = joined(understood_, " ");
        return std::move(out_);
    }

private:
    Slot& begin(std::string typed, int words) {
        auto& slot = out_.slots.emplace_back();
        slot.typed = std::move(typed);
        slot.words = words;
        slot.terms.resize(parts_.size());
        return slot;
    }

    void add_synonym(Slot& slot, const Phrase& phrase) {
        if (phrase.size() == 1) {
            for (size_t p = 0; p < parts_.size(); ++p) add_forms(*parts_[p].segment, phrase[0], synonym_percent, How::synonym, slot.terms[p]);
        } else {
            slot.phrases.push_back({phrase, synonym_percent, How::synonym});
        }
    }

    /// Words that belong together: a phrase with synonyms ("ball pen"), or two that the catalog writes as one ("note book"). Gives how many; 0: none.
    size_t take_together(size_t at) {
        const auto& words = query_.words;
        for (auto count = std::min(tuning_.longest_variant(), words.size() - at); count > 1; --count) {
            std::span<const std::string> some(words.data() + at, count);
            auto variants = tuning_.variants_of(joined(some, " "));
            if (variants.empty()) continue;
            auto& slot = begin(joined(some, " "), int(count));
            slot.phrases.push_back({{some.begin(), some.end()}, exact_percent, How::exact});
            for (const auto& variant : variants) add_synonym(slot, variant);
            if (!is_answered(slot)) {
                out_.slots.pop_back();
                continue;
            }
            keep(some);
            return count;
        }
        if (at + 1 >= words.size()) return 0;
        std::span<const std::string> pair(words.data() + at, 2);
        auto one = joined(pair, "");
        if (one.size() < 4 || !is_somewhere(parts_, one)) return 0;
        auto& slot = begin(joined(pair, " "), 2);
        slot.phrases.push_back({{pair.begin(), pair.end()}, exact_percent, How::exact});
        for (size_t p = 0; p < parts_.size(); ++p) add_forms(*parts_[p].segment, one, joined_percent, How::joined, slot.terms[p]);
        keep(pair);
        return 2;
    }

    void add_word(const std::string& word, bool may_be_beginning) {
        auto& slot = begin(word, 1);
        for (size_t p = 0; p < parts_.size(); ++p) add_forms(*parts_[p].segment, word, exact_percent, How::exact, slot.terms[p]);
        auto variants = tuning_.variants_of(word);
        if (variants.empty()) variants = tuning_.variants_of(stem(word));
        for (const auto& variant : variants) add_synonym(slot, variant);
        if (auto apart = number_and_unit(word)) slot.phrases.push_back({*apart, joined_percent, How::joined});
        if (may_be_beginning && word.size() >= shortest_prefix) add_prefix(slot, word);
        if (is_answered(slot)) return keep({&word, 1});
        auto corrected = tuning_.forgives_typos ? correct(parts_, slot, word, may_be_beginning) : std::string();
        is_corrected_ |= !corrected.empty();
        understood_.push_back(corrected.empty() ? word : corrected);
    }

    /// Whether the catalog has anything for the slot.
    bool is_answered(const Slot& slot) const {
        if (std::ranges::any_of(slot.terms, [](const auto& list) { return !list.empty(); })) return true;
        return std::ranges::any_of(slot.phrases, [&](const WordsMatch& match) { return std::ranges::all_of(match.words, [&](const auto& word) { return is_somewhere(parts_, word); }); });
    }

    void add_prefix(Slot& slot, const std::string& word) {
        for (size_t p = 0; p < parts_.size(); ++p) {
            const auto& segment = *parts_[p].segment;
            auto [first, last] = terms_with_prefix(segment, word);
            last = std::min<std::uint32_t>(last, first + most_prefix_terms);
            for (auto term = first; term < last; ++term)
                if (auto size = segment.terms[term].size; size > word.size()) slot.terms[p].push_back({term, std::uint16_t(45 + 35 * word.size() / size), How::prefix});
        }
    }

    void keep(std::span<const std::string> words) { understood_.insert(understood_.end(), words.begin(), words.end()); }

    void leave_out_unknown() {
        auto is_unknown = [&](const Slot& slot) { return !is_answered(slot); };
        auto unknown = std::ranges::count_if(out_.slots, is_unknown);
        if (unknown == 0 || !tuning_.leaves_out_unknown_words || !query_.phrases.empty() || unknown * 2 > std::ssize(out_.slots)) return;
        for (const auto& slot : out_.slots)
            if (is_unknown(slot)) out_.left_out.push_back(slot.typed);
        std::erase_if(out_.slots, is_unknown);
    }

    /// Rare words decide more than common ones: by the products that have the word itself or, without them, anything that answers it.
    void weigh(Slot& slot) const {
        size_t all = 0, own = 0, any = 0;
        for (size_t p = 0; p < parts_.size(); ++p) {
            all += parts_[p].segment->size();
            for (const auto& match : slot.terms[p]) {
                auto documents = parts_[p].segment->postings.of(match.term).size();
                any += documents;
                if (match.how <= How::stem) own += documents;
            }
        }
        auto documents = own ? own : any;
        slot.rarity = 10 + 2 * std::uint32_t(std::bit_width((all + 1) / (documents + 1)));
    }

    std::span<const Part> parts_;
    const QueryText& query_;
    const Tuning& tuning_;
    Slots out_;
    std::vector<std::string> understood_;
    bool is_corrected_ = false;
};

}  // namespace

void add_forms(const Segment& segment, std::string_view word, std::uint16_t percent, How how, std::vector<TermMatch>& to) {
    auto exact = segment.find_term(word);
    if (exact != HashIndex::none) to.push_back({exact, percent, how});
    auto common = stem(word);
    segment.by_stem.each(common, [&](std::uint32_t term) {
        if (term != exact && stem(segment.text(segment.terms[term])) == common) to.push_back({term, std::uint16_t(percent - stem_loss), how == How::exact ? How::stem : how});
    });
}

Slots make_slots(std::span<const Part> parts, const QueryText& query, const Tuning& tuning) { return SlotMaker(parts, query, tuning).run(); }

}  // namespace vitrine::search
