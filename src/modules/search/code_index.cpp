#include "modules/search/code_index.h"

#include <algorithm>

namespace vitrine::search {
namespace {

bool is_kept(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

std::uint64_t packed(std::string_view text, unsigned char fill) {
    std::uint64_t key = 0;
    for (size_t i = 0; i < 8; ++i) key = key << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : fill);
    return key;
}

/// Visits what follows each beginning of a part, without separators.
template <class Visit>
void each_part(std::string_view code, Visit visit) {
    auto bare = bare_code(code);
    size_t at = 0;
    bool begins = true;
    for (char c : code) {
        if (!is_kept(lower(c))) {
            begins = true;
            continue;
        }
        if (begins && bare.size() - at >= CodeIndex::shortest) visit(std::string_view(bare).substr(at));
        begins = false;
        ++at;
    }
}

}  // namespace

std::string bare_code(std::string_view code) {
    std::string out;
    for (char c : code)
        if (is_kept(lower(c))) out += lower(c);
    return out;
}

void CodeIndex::add(std::string_view code, std::uint32_t row) {
    each_part(code, [&](std::string_view part) { entries_.push_back({packed(part, 0), row}); });
}

void CodeIndex::seal() {
    std::ranges::sort(entries_, [](const Entry& a, const Entry& b) { return a.key != b.key ? a.key < b.key : a.row < b.row; });
    entries_.shrink_to_fit();
}

std::vector<std::uint32_t> CodeIndex::candidates(std::string_view bare, size_t most) const {
    std::vector<std::uint32_t> rows;
    auto first = std::ranges::lower_bound(entries_, packed(bare, 0), {}, &Entry::key);
    auto last = packed(bare, 0xFF);
    for (; first != entries_.end() && first->key <= last && rows.size() < most; ++first) rows.push_back(first->row);
    return rows;
}

bool code_matches(std::string_view code, std::string_view bare) {
    bool found = false;
    each_part(code, [&](std::string_view part) { found |= part.starts_with(bare); });
    return found;
}

}  // namespace vitrine::search
