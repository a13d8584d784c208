#include "modules/search/match.h"

#include <algorithm>
#include <cstring>

#include "modules/search/fold.h"
#include "modules/search/phrase.h"

namespace vitrine::search {
namespace {

constexpr size_t most_by_code = 500;

/// Walks the slots of a text over one part. A document's `met` counts the slots it has answered so far; its other columns hold only once it has met one.
class Scorer {
public:
    Scorer(const Part& part, size_t index, const Slots& slots, const Tuning& tuning)
        : part_(part), segment_(*part.segment), index_(index), slots_(slots.slots), all_(slots), tuning_(tuning), met_(segment_.size()), points_(segment_.size()) {
        best_.resize(segment_.size()), in_title_.resize(segment_.size());
    }

    TextMatch run() {
        size_t count = 0;
        for (size_t s = 0; s < slots_.size(); ++s) {
            count = visit(s);
            if (count == 0) return {};
        }
        auto docs = gather(count);
        std::vector<std::uint16_t> slots_of_term;
        if (slots_.size() > 1) note_slots(all_, index_, slots_of_term);
        return {Roaring(docs.size(), docs.data()) - *part_.dead, std::move(points_), std::move(in_title_), std::move(slots_of_term), slots_.size()};
    }

private:
    size_t visit(size_t s) {
        const auto& slot = slots_[s];
        size_t count = 0;
        auto answer = [&](std::uint32_t posting, std::uint32_t percent, How how) {
            auto doc = posting >> Segment::field_bits;
            auto fields = fields_that_count(how, posting & Segment::field_mask);
            auto points = points_of(slot, fields, percent, tuning_);
            if (points == 0) return;
            if (met_[doc] == s) {
                ++count;
                met_[doc] = std::uint8_t(s + 1);
                points_[doc] = s == 0 ? points : points_[doc] + points;
                best_[doc] = points;
                in_title_[doc] = std::uint8_t((s == 0 ? 0 : in_title_[doc]) + (fields & 3 ? slot.words : 0));
            } else if (met_[doc] == s + 1 && points > best_[doc]) {
                points_[doc] += points - best_[doc];
                best_[doc] = points;
            }
        };
        for (const auto& match : slot.terms[index_])
            for (auto posting : segment_.postings.of(match.term)) answer(posting, match.percent, match.how);
        for (const auto& match : slot.phrases) {
            Roaring together;
            for (auto posting : postings_of(segment_, match, together))
                answer(posting, match.percent + (together.contains(posting >> Segment::field_bits) ? together_percent : 0), match.how);
        }
        return count;
    }

    /// The documents that answered everything, in order.
    std::vector<std::uint32_t> gather(size_t count) const {
        std::vector<std::uint32_t> docs;
        docs.reserve(count);
        const auto* begin = met_.data();
        const auto* end = begin + met_.size();
        for (auto at = begin; (at = static_cast<const std::uint8_t*>(std::memchr(at, int(slots_.size()), size_t(end - at)))); ++at) {
            docs.push_back(std::uint32_t(at - begin));
            if (docs.size() == count) break;
        }
        return docs;
    }

    const Part& part_;
    const Segment& segment_;
    size_t index_;
    const std::vector<Slot>& slots_;
    const Slots& all_;
    const Tuning& tuning_;
    std::vector<std::uint8_t> met_;
    std::vector<std::uint32_t> points_;
    std::vector<std::uint32_t> best_;
    std::vector<std::uint8_t> in_title_;
};

/// The products that have this SKU or barcode.
bool match_code(std::span<const Part> parts, std::string_view text, TextMatches& out) {
    auto code = fold_code(text);
    bool found = false;
    for (size_t i = 0; i < parts.size(); ++i) {
        const auto& part = parts[i];
        for (auto row : {part.segment->find_sku(code), part.segment->find_barcode(code)}) {
            if (row == HashIndex::none || part.dead->contains(part.segment->variant_doc[row])) continue;
            out.parts[i].docs.add(part.segment->variant_doc[row]);
            found = true;
        }
    }
    out.is_code = found;
    return found;
}

/// Adds the products with a SKU of which the text is the beginning of a part: one word with a digit, as "STN-0020" or "002022".
void add_partial_codes(std::span<const Part> parts, std::string_view text, TextMatches& out) {
    auto code = fold_code(text);
    auto bare = bare_code(code);
    if (bare.size() < CodeIndex::shortest || !has_digit(bare) || code.find(' ') != std::string::npos || code.starts_with('-')) return;
    bool is_surely_code = code.find('-') != std::string::npos;
    bool found_words = std::ranges::any_of(out.parts, [](const TextMatch& match) { return !match.docs.isEmpty(); });
    if (found_words && !is_surely_code) return;
    for (size_t i = 0; i < parts.size(); ++i) {
        const auto& segment = *parts[i].segment;
        for (auto row : segment.by_code.candidates(bare, most_by_code)) {
            auto doc = segment.variant_doc[row];
            if (parts[i].dead->contains(doc) || !code_matches(segment.text(segment.sku[row]), bare)) continue;
            out.parts[i].add(segment, doc, 100 * plain_points);
            out.is_code = true;
        }
    }
}

void match_words(std::span<const Part> parts, const Tuning& tuning, TextMatches& out) {
    for (size_t i = 0; i < parts.size(); ++i) {
        auto& match = out.parts[i];
        if (out.understood.slots.empty()) match.docs = parts[i].alive();
        else match = Scorer(parts[i], i, out.understood, tuning).run();
        for (const auto& phrase : out.query.phrases)
            if (phrase.size() > 1 && !match.docs.isEmpty()) match.docs &= documents_with_phrase(*parts[i].segment, phrase);
        for (const auto& phrase : out.query.excluded) {
            if (match.docs.isEmpty()) break;
            if (phrase.size() > 1) match.docs -= documents_with_phrase(*parts[i].segment, phrase);
            else for (auto posting : postings_with_all(*parts[i].segment, phrase)) match.docs.remove(posting >> Segment::field_bits);
        }
    }
}

}  // namespace

std::uint32_t TextMatch::points(const Segment& segment, std::uint32_t doc) const {
    std::uint32_t added = added_.empty() ? 0 : added_[doc];
    if (points_.empty()) return added_.empty() ? plain_points : added;
    auto percent = 100 + exactness_percent(in_title_[doc], segment.title_words[doc]);
    if (may_be_near(doc)) percent += nearness_percent(pairs_in_title(segment, doc, slots_of_term_), slots_);
    return points_[doc] * percent / 100 + added;
}

std::uint32_t TextMatch::points_at_most(const Segment& segment, std::uint32_t doc) const {
    std::uint32_t added = added_.empty() ? 0 : added_[doc];
    if (points_.empty()) return added_.empty() ? plain_points : added;
    auto percent = 100 + exactness_percent(in_title_[doc], segment.title_words[doc]) + (may_be_near(doc) ? most_nearness_percent : 0);
    return points_[doc] * percent / 100 + added;
}

void TextMatch::add(const Segment& segment, std::uint32_t doc, std::uint32_t points) {
    added_.resize(segment.size());
    docs.add(doc);
    added_[doc] += points;
}

void note_slots(const Slots& slots, size_t part, std::vector<std::uint16_t>& slots_of_term) {
    std::uint32_t highest = 0;
    auto known = std::min<size_t>(slots.slots.size(), 16);
    for (size_t s = 0; s < known; ++s)
        for (const auto& match : slots.slots[s].terms[part]) highest = std::max(highest, match.term + 1);
    slots_of_term.assign(highest, 0);
    for (size_t s = 0; s < known; ++s)
        for (const auto& match : slots.slots[s].terms[part]) slots_of_term[match.term] |= std::uint16_t(1u << s);
}

std::uint32_t pairs_in_title(const Segment& segment, std::uint32_t doc, std::span<const std::uint16_t> slots_of_term) {
    std::uint32_t pairs = 0, before = 0;
    for (auto term : segment.tokens.of(doc).first(segment.title_words[doc])) {
        std::uint32_t slots = term < slots_of_term.size() ? slots_of_term[term] : 0;
        if (before << 1 & slots) ++pairs;
        before = slots;
    }
    return pairs;
}

TextMatches match_text(std::span<const Part> parts, std::string_view text, const Tuning& tuning) {
    TextMatches out;
    out.parts.resize(parts.size());
    out.query = read_query(text, tuning);
    if (out.query.asks_for_nothing()) {
        bool is_blank = fold_code(text).empty();  // "***" is a text that nothing has
        for (size_t i = 0; i < parts.size(); ++i)
            if (is_blank) out.parts[i].docs = parts[i].alive();
        return out;
    }
    if (match_code(parts, text, out)) return out;
    out.understood = make_slots(parts, out.query, tuning);
    match_words(parts, tuning, out);
    add_partial_codes(parts, text, out);
    bool found = std::ranges::any_of(out.parts, [](const TextMatch& match) { return !match.docs.isEmpty(); });
    if (!found) return out;
    out.left_out = out.understood.left_out;
    if (!out.understood.corrected.empty() && !out.is_code) out.did_you_mean = out.understood.corrected;
    return out;
}

}  // namespace vitrine::search
