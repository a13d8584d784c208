#include "modules/imports/csv_utf8.h"

#include <cstdint>
#include <cstring>

namespace vitrine::imports {
namespace {

bool is_tail(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

/// Length of the well-formed sequence at the front of the text, 0 when there is none.
std::size_t sequence_length(std::string_view text) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return text.size() >= 2 && is_tail(byte(1)) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (text.size() < 3 || !is_tail(byte(1)) || !is_tail(byte(2))) return 0;
        const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = lead == 0xED && byte(1) > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (text.size() < 4 || !is_tail(byte(1)) || !is_tail(byte(2)) || !is_tail(byte(3))) return 0;
        const bool overlong = lead == 0xF0 && byte(1) < 0x90;
        const bool too_high = lead == 0xF4 && byte(1) > 0x8F;
        return overlong || too_high ? 0 : 4;
    }
    return 0;
}

}  // namespace

bool is_ascii(std::string_view text) {
    std::uint64_t seen = 0;
    std::size_t i = 0;
    for (; i + 8 <= text.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + i, 8);
        seen |= word;
    }
    for (; i < text.size(); ++i) seen |= static_cast<unsigned char>(text[i]);
    return (seen & 0x8080808080808080U) == 0;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = sequence_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += is_tail(static_cast<unsigned char>(c)) ? 0 : 1;
    return count;
}

}  // namespace vitrine::imports
