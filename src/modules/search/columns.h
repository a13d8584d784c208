#pragma once
// Small building blocks of a segment: everything is a few flat arrays, so a product costs bytes, not allocations.
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace vitrine::search {

/// Where a text stands in an arena.
struct TextAt {
    std::uint32_t at = 0, size = 0;
};

/// Texts one after another.
class Arena {
public:
    TextAt put(std::string_view text) {
        TextAt where{std::uint32_t(bytes_.size()), std::uint32_t(text.size())};
        bytes_ += text;
        return where;
    }
    std::string_view at(TextAt where) const { return std::string_view(bytes_).substr(where.at, where.size); }
    void shrink() { bytes_.shrink_to_fit(); }
    size_t bytes() const { return bytes_.capacity(); }
    std::string& raw() { return bytes_; }   ///< for what keeps segments on disk
    const std::string& raw() const { return bytes_; }

private:
    std::string bytes_;
};

/// A list of values for each row, flat.
template <class T>
struct Lists {
    std::vector<std::uint32_t> begin{0};
    std::vector<T> items;

    void end_row() { begin.push_back(std::uint32_t(items.size())); }
    std::span<const T> of(size_t row) const { return {items.data() + begin[row], items.data() + begin[row + 1]}; }
    size_t rows() const { return begin.size() - 1; }
    void shrink() { begin.shrink_to_fit(), items.shrink_to_fit(); }
    size_t bytes() const { return begin.capacity() * 4 + items.capacity() * sizeof(T); }
};

/// Row numbers by the hash of their key; the keys stay in their columns.
class HashIndex {
public:
    static constexpr std::uint32_t none = ~0u;

    template <class HashOf>
    void build(size_t rows, HashOf hash_of) {
        build(rows, hash_of, [](size_t) { return true; });
    }
    /// Only of the rows that `is_wanted`. Leave out what nobody looks for: many rows with one hash are walked past one by one.
    template <class HashOf, class IsWanted>
    void build(size_t rows, HashOf hash_of, IsWanted is_wanted) {
        size_t size = 8;
        while (size < rows + rows / 2) size *= 2;
        slots_.assign(size, none);
        for (size_t row = 0; row < rows; ++row) {
            if (!is_wanted(row)) continue;
            auto slot = hash_of(row) & (size - 1);
            while (slots_[slot] != none) slot = (slot + 1) & (size - 1);
            slots_[slot] = std::uint32_t(row);
        }
    }
    /// The first row for which `is_it` holds.
    template <class IsIt>
    std::uint32_t find(size_t hash, IsIt is_it) const {
        if (slots_.empty()) return none;
        for (auto slot = hash & (slots_.size() - 1); slots_[slot] != none; slot = (slot + 1) & (slots_.size() - 1))
            if (is_it(slots_[slot])) return slots_[slot];
        return none;
    }
    size_t bytes() const { return slots_.capacity() * 4; }

private:
    std::vector<std::uint32_t> slots_;
};

struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class V>
using TextMap = std::unordered_map<std::string, V, TextHash, std::equal_to<>>;

}  // namespace vitrine::search
