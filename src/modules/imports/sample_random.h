#pragma once

#include <cstdint>

namespace vitrine::imports {

/// A small generator with a fixed definition (splitmix64, Steele, Lea and Flood 2014), so that a seed gives the same
/// catalog on every machine; the standard distributions do not promise that.
class SampleRandom {
public:
    SampleRandom(std::uint64_t seed, std::uint64_t stream) : state_(mix(seed) ^ mix(~stream)) {}

    std::uint64_t next() { return mix(state_ += 0x9E3779B97F4A7C15U); }

    /// From 0 to `count` - 1; the bias is below count / 2^32.
    std::uint64_t below(std::uint64_t count) { return ((next() >> 32U) * count) >> 32U; }

    bool happens(std::uint64_t per_mille) { return below(1000) < per_mille; }

private:
    static std::uint64_t mix(std::uint64_t value) {
        value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
        value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
        return value ^ (value >> 31U);
    }

    std::uint64_t state_;
};

}  // namespace vitrine::imports
