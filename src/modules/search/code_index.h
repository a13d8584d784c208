#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::search {

/// Letters and digits of a code in lower case: "STN-002022-1" → "stn0020221".
std::string bare_code(std::string_view code);

/// Finds SKUs by the beginning of the whole or of any part of it: "STN-0020", "002022-1". 16 bytes an entry.
class CodeIndex {
public:
    static constexpr size_t shortest = 3;          ///< letters and digits that a search must have
    void add(std::string_view code, std::uint32_t row);
    void seal();
    /// Rows whose code, or a part of it, begins with the first eight characters of `bare`: perhaps a match, the caller compares. At most `most`.
    std::vector<std::uint32_t> candidates(std::string_view bare, size_t most) const;
    size_t bytes() const { return entries_.capacity() * sizeof(Entry); }

private:
    struct Entry {
        std::uint64_t key;                         ///< eight characters, the first in the highest byte
        std::uint32_t row;
    };
    std::vector<Entry> entries_;
};

/// Whether the code or a part of it begins with `bare`.
bool code_matches(std::string_view code, std::string_view bare);

}  // namespace vitrine::search
