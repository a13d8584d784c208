#include "core/base32.h"

#include <array>

namespace vitrine {
namespace {

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

constexpr std::array<int8_t, 256> make_values() {
    std::array<int8_t, 256> values{};
    values.fill(-1);
    for (size_t i = 0; i < alphabet.size(); ++i) {
        values[size_t(alphabet[i])] = int8_t(i);
        if (alphabet[i] >= 'a') values[size_t(alphabet[i] - 'a' + 'A')] = int8_t(i);
    }
    return values;
}
constexpr auto values = make_values();

}  // namespace

std::string base32_encode(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve((bytes.size() * 8 + 4) / 5);
    unsigned buffer = 0, bits = 0;
    for (auto byte : bytes) {
        buffer = (buffer << 8) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text += alphabet[(buffer >> bits) & 31];
        }
    }
    if (bits) text += alphabet[(buffer << (5 - bits)) & 31];
    return text;
}

std::optional<std::vector<std::uint8_t>> base32_decode(std::string_view text, size_t size) {
    if (text.size() != (size * 8 + 4) / 5) return {};
    std::vector<std::uint8_t> bytes;
    bytes.reserve(size);
    unsigned buffer = 0, bits = 0;
    for (unsigned char c : text) {
        if (values[c] < 0) return {};
        buffer = (buffer << 5) | unsigned(values[c]);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(std::uint8_t(buffer >> bits));
        }
    }
    if (buffer & ((1u << bits) - 1)) return {};
    return bytes;
}

}  // namespace vitrine
