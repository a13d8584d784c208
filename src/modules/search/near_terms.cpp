#include "modules/search/near_terms.h"

#include <algorithm>
#include <ranges>

#include "core/text.h"
#include "modules/search/deletions.h"
#include "modules/search/fold.h"

namespace vitrine::search {
namespace {

/// The code points of well-formed UTF-8, with the byte position after each.
void decode(std::string_view utf8, std::u32string& letters, std::vector<std::uint32_t>& ends) {
    letters.clear(), ends.clear();
    for (size_t i = 0; i < utf8.size();) {
        auto lead = static_cast<unsigned char>(utf8[i]);
        size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t letter = size == 1 ? lead : lead & (0xFF >> (size + 1));
        for (size_t k = 1; k < size; ++k) letter = letter << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3F);
        letters += letter;
        i += size;
        ends.push_back(std::uint32_t(i));
    }
}

/// The edit table of the word against the term at hand; row d belongs to the term's first d letters.
class EditTable {
public:
    EditTable(std::u32string word, int most) : word_(std::move(word)), most_(most) {
        rows_.emplace_back(word_.size() + 1);
        for (size_t j = 0; j <= word_.size(); ++j) rows_[0][j] = int(j);
    }
    /// Fills row `depth` for the term's letter there; false when every way on is too far.
    bool step(size_t depth, const std::u32string& term) {
        if (rows_.size() <= depth) rows_.emplace_back(word_.size() + 1);
        auto& row = rows_[depth];
        const auto& above = rows_[depth - 1];
        int least = row[0] = int(depth);
        for (size_t j = 1; j <= word_.size(); ++j) {
            int best = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (term[depth - 1] == word_[j - 1] ? 0 : 1)});
            if (depth > 1 && j > 1 && term[depth - 1] == word_[j - 2] && term[depth - 2] == word_[j - 1]) best = std::min(best, rows_[depth - 2][j - 2] + 1);
            row[j] = best;
            least = std::min(least, best);
        }
        return least <= most_;
    }
    int distance(size_t depth) const { return rows_[depth].back(); }

private:
    std::u32string word_;
    int most_;
    std::vector<std::vector<int>> rows_;
};


/// The first term after all that begin with `prefix`.
std::uint32_t skip_prefix(const Segment& segment, std::uint32_t from, std::string_view prefix) {
    auto rows = std::views::iota(from, std::uint32_t(segment.terms.size()));
    auto end = std::ranges::partition_point(rows, [&](auto row) { return segment.text(segment.terms[row]).substr(0, prefix.size()) <= prefix; });
    return end == rows.end() ? std::uint32_t(segment.terms.size()) : *end;
}

}  // namespace

int edits_forgiven(std::string_view word) {
    if (has_digit(word)) return 0;
    auto letters = count_code_points(word);
    return letters < 4 ? 0 : letters < 8 ? 1 : 2;
}

std::pair<std::uint32_t, std::uint32_t> terms_with_prefix(const Segment& segment, std::string_view prefix) {
    auto rows = std::views::iota(0u, std::uint32_t(segment.terms.size()));
    auto begin = std::ranges::lower_bound(rows, prefix, {}, [&](auto row) { return segment.text(segment.terms[row]); });
    auto first = begin == rows.end() ? std::uint32_t(rows.size()) : *begin;
    return {first, skip_prefix(segment, first, prefix)};
}

namespace {

/// Terms one edit away share a rest with the word: a few look-ups, however many terms there are.
std::vector<NearTerm> one_edit_away(const Segment& segment, std::string_view word, const std::u32string& letters) {
    std::vector<std::uint32_t> candidates;
    each_deletion(word, [&](std::string_view rest) { segment.by_deletion.each(rest, [&](std::uint32_t row) { candidates.push_back(row); }); });
    std::ranges::sort(candidates);
    auto repeats = std::ranges::unique(candidates);
    candidates.erase(repeats.begin(), repeats.end());
    std::vector<NearTerm> found;
    std::u32string term;
    std::vector<std::uint32_t> ends;
    EditTable table(letters, 1);
    for (auto row : candidates) {
        decode(segment.text(segment.terms[row]), term, ends);
        bool goes_on = true;
        for (size_t depth = 1; goes_on && depth <= term.size(); ++depth) goes_on = table.step(depth, term);
        if (goes_on && table.distance(term.size()) <= 1) found.push_back({row, table.distance(term.size())});
    }
    return found;
}

}  // namespace

std::vector<NearTerm> near_terms(const Segment& segment, std::string_view word, int most, bool as_beginning) {
    std::vector<NearTerm> found;
    if (most == 0) return found;
    std::u32string letters, term, before;
    std::vector<std::uint32_t> ends;
    decode(word, letters, ends);
    if (most == 1 && !as_beginning) return one_edit_away(segment, word, letters);
    EditTable table(letters, most);
    size_t known = 0;  // rows of the table that hold for `before`
    for (std::uint32_t row = 0; row < segment.terms.size();) {
        auto text = segment.text(segment.terms[row]);
        decode(text, term, ends);
        size_t common = 0;
        while (common < std::min(term.size(), known) && term[common] == before[common]) ++common;
        size_t depth = common;
        bool goes_on = true, is_reached = false;
        while (goes_on && !is_reached && depth < term.size()) {
            goes_on = table.step(++depth, term);
            is_reached = as_beginning && table.distance(depth) <= most;
        }
        known = is_reached ? depth - 1 : depth;  // the next term may have the same beginning: let it be seen again
        std::swap(before, term);
        if (is_reached) {
            found.push_back({row++, table.distance(depth)});
        } else if (goes_on) {
            if (table.distance(depth) <= most) found.push_back({row, table.distance(depth)});
            ++row;
        } else {
            row = skip_prefix(segment, row, text.substr(0, ends[depth - 1]));
        }
    }
    return found;
}

}  // namespace vitrine::search
