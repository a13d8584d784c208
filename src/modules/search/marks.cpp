#include "modules/search/marks.h"

#include "modules/search/fold.h"

namespace vitrine::search {

const std::vector<std::uint16_t>& Marker::terms_of(size_t part) {
    auto [entry, is_new] = terms_.try_emplace(part);
    if (!is_new) return entry->second;
    auto slots = matches_.understood;
    // Words that answer together stand for themselves here.
    for (auto& slot : slots.slots)
        for (const auto& match : slot.phrases)
            for (const auto& word : match.words) add_forms(*parts_[part].segment, word, match.percent, match.how, slot.terms[part]);
    note_slots(slots, part, entry->second);
    return entry->second;
}

std::vector<TextPart> Marker::cut(std::string_view text, size_t part) {
    const auto& wanted = terms_of(part);
    const auto& segment = *parts_[part].segment;
    std::vector<TextPart> out;
    size_t at = 0;
    auto add = [&](size_t end, bool is_hit) {
        if (end <= at) return;
        auto piece = text.substr(at, end - at);
        at = end;
        if (!is_hit && !out.empty() && !out.back().hit) out.back().text += piece;
        else out.push_back({std::string(piece), is_hit ? std::optional(true) : std::nullopt});
    };
    for (const auto& word : fold_spans(text)) {
        auto term = segment.find_term(word.text);
        if (term >= wanted.size() || !wanted[term]) continue;
        add(word.begin, false);
        add(word.end, true);
    }
    add(text.size(), false);
    return out;
}

void Marker::mark(Card& card, size_t part) {
    if (matches_.understood.slots.empty()) return;
    card.title_parts = cut(card.title, part);
    if (card.title_local) card.title_local_parts = cut(*card.title_local, part);
}

}  // namespace vitrine::search
