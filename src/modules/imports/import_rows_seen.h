#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::imports {

/// Remembers which values a file has shown, in 16 to 43 bytes each whatever their length, by a 128-bit hash: among two million
/// values the chance that two differ and are taken for the same is below 10^-25.
class SeenValues {
public:
    /// False when the value was there already.
    bool insert(std::string_view value) {
        if ((count_ + 1) * 4 > slots_.size() * 3) grow();
        if (!place(hash(value))) return false;
        ++count_;
        return true;
    }

private:
    using Hash = std::pair<std::uint64_t, std::uint64_t>;   // {0, 0} marks an empty slot

    static std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = static_cast<Wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
    }

    static Hash hash(std::string_view value) {
        std::uint64_t a = 0x9E3779B97F4A7C15U ^ value.size();
        std::uint64_t b = 0xC2B2AE3D27D4EB4FU + value.size();
        for (std::size_t i = 0; i < value.size(); i += 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, value.data() + i, std::min<std::size_t>(8, value.size() - i));
            a = mix(a ^ word, 0xA0761D6478BD642FU);
            b = mix(b + word, 0xE7037ED1A0B428DBU) ^ (b >> 29U);
        }
        return {a | 1U, b};
    }

    bool place(Hash hash) {
        const auto mask = slots_.size() - 1;
        for (auto at = (hash.first >> 1U) & mask;; at = (at + 1) & mask) {
            if (slots_[at] == hash) return false;
            if (slots_[at] == Hash{}) {
                slots_[at] = hash;
                return true;
            }
        }
    }

    void grow() {
        auto old = std::exchange(slots_, std::vector<Hash>(slots_.empty() ? 1024 : slots_.size() * 2));
        for (const auto& hash : old) {
            if (hash != Hash{}) place(hash);
        }
    }

    std::vector<Hash> slots_;
    std::size_t count_ = 0;
};

}  // namespace vitrine::imports
