#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::simulators {

/// Ids that look like a provider's and come in the same order for the same seed: "pi_3kT0…".
class Ids {
public:
    explicit Ids(std::uint64_t seed) : state_(seed) {}
    std::string next(std::string_view prefix, int length = 24) {
        static constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        std::string out(prefix);
        for (int i = 0; i < length; ++i) out += letters[draw() % letters.size()];
        return out;
    }

private:
    /// splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014)
    std::uint64_t draw() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }
    std::uint64_t state_;
};

}  // namespace vitrine::simulators
