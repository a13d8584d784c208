#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::search {

/// Rows by the hash of something computed from them (a stem, a sound), many rows to a key; 8 bytes a row. A hash says only "perhaps": the asker compares.
class KeyIndex {
public:
    void add(std::string_view key, std::uint32_t row) {
        if (!key.empty()) entries_.push_back({hash(key), row});
    }
    void seal() {
        std::ranges::sort(entries_, [](const Entry& a, const Entry& b) { return a.key != b.key ? a.key < b.key : a.row < b.row; });
        entries_.shrink_to_fit();
    }
    template <class Visit>
    void each(std::string_view key, Visit visit) const {
        if (key.empty()) return;
        auto wanted = hash(key);
        auto entry = std::ranges::lower_bound(entries_, wanted, {}, &Entry::key);
        for (; entry != entries_.end() && entry->key == wanted; ++entry) visit(entry->row);
    }
    size_t bytes() const { return entries_.capacity() * sizeof(Entry); }

private:
    struct Entry {
        std::uint32_t key, row;
    };
    static std::uint32_t hash(std::string_view key) { return std::uint32_t(std::hash<std::string_view>{}(key) >> 16); }
    std::vector<Entry> entries_;
};

}  // namespace vitrine::search
