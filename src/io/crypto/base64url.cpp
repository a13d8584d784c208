#include "io/crypto/base64url.h"

#include <array>
#include <cstdint>

namespace vitrine::crypto {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<std::int8_t, 256> values = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i) table[static_cast<unsigned char>(alphabet[i])] = std::int8_t(i);
    return table;
}();

}  // namespace

std::string base64url(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t held = 0;
    int bits = 0;
    for (unsigned char byte : bytes) {
        held = held << 8 | byte;
        for (bits += 8; bits >= 6; bits -= 6) out += alphabet[held >> (bits - 6) & 63];
    }
    if (bits > 0) out += alphabet[held << (6 - bits) & 63];
    return out;
}

std::optional<std::string> base64url_decode(std::string_view text) {
    if (text.size() % 4 == 1) return {};
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t held = 0;
    int bits = 0;
    for (unsigned char c : text) {
        if (values[c] < 0) return {};
        held = held << 6 | std::uint32_t(values[c]);
        bits += 6;
        if (bits >= 8) out += char(held >> (bits -= 8) & 0xff);
    }
    bool has_spare = bits > 0 && (held & ((1u << bits) - 1)) != 0;
    return has_spare ? std::nullopt : std::optional(std::move(out));
}

}  // namespace vitrine::crypto
