#include "io/http/trace.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/random.h"

namespace vitrine::http {
namespace {

bool is_lower_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}
bool is_all_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }
int hex_digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

}  // namespace

std::optional<TraceParent> parse_traceparent(std::string_view header) {
    constexpr size_t length = 55;  // 2 + 1 + 32 + 1 + 16 + 1 + 2
    if (header.size() < length || header[2] != '-' || header[35] != '-' || header[52] != '-') return {};
    auto version = header.substr(0, 2), trace = header.substr(3, 32), parent = header.substr(36, 16), flags = header.substr(53, 2);
    if (!is_lower_hex(version) || !is_lower_hex(trace) || !is_lower_hex(parent) || !is_lower_hex(flags)) return {};
    if (version == "ff" || is_all_zero(trace) || is_all_zero(parent)) return {};
    bool has_more = header.size() > length;
    if (has_more && (version == "00" || header[length] != '-')) return {};
    return TraceParent{trace, parent, hex_digit(flags[0]) * 16 + hex_digit(flags[1])};
}

bool is_acceptable_request_id(std::string_view id) {
    auto is_fine = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == ':' || c == '/';
    };
    return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, is_fine);
}

void append_new_trace_id(std::string& out) {
    static constexpr char digits[] = "0123456789abcdef";
    std::array<std::uint8_t, 16> bytes;
    random_bytes(bytes);
    bytes[15] |= 1;
    for (auto byte : bytes) {
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
}

}  // namespace vitrine::http
