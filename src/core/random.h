#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace vitrine {

/// Fills `bytes` with random bytes from the kernel (buffered per thread). Good for ids, tokens and codes.
void random_bytes(std::span<std::uint8_t> bytes);

/// A random unsigned number below `bound` (bound > 0), without bias.
std::uint64_t random_below(std::uint64_t bound);

/// A token of `bits` random bits in base 32 (lower case Crockford), safe in URLs and headers.
std::string random_token(int bits = 160);

/// Makes this thread's randomness a repeatable sequence: for simulations and tests only.
void seed_random_for_tests(std::uint64_t seed);

}  // namespace vitrine
