#include "modules/notices/access.h"

#include "io/crypto/digest.h"

namespace vitrine::notices {
namespace {

constexpr size_t longest_address = 254;

std::string signature(const Config& config, StoreId store, const std::string& address) { return crypto::derived_token(config.master_key, "notices.preferences", store.text() + "\n" + address); }

/// Two hexadecimal digits a byte: a mailbox may hold anything, a link may not.
std::string hex_of(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (unsigned char c : text) (out += digits[c >> 4]) += digits[c & 15];
    return out;
}

std::optional<int> digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return {};
}

std::optional<std::string> text_of_hex(std::string_view hex) {
    if (hex.empty() || hex.size() % 2 || hex.size() > 2 * longest_address) return {};
    std::string out;
    for (size_t i = 0; i < hex.size(); i += 2) {
        auto high = digit(hex[i]), low = digit(hex[i + 1]);
        if (!high || !low) return {};
        out += char(*high << 4 | *low);
    }
    return out;
}

}  // namespace

std::string preferences_token(const Config& config, StoreId store, const std::string& address) { return hex_of(address) + "." + signature(config, store, address); }

std::optional<std::string> address_of_token(const Config& config, StoreId store, std::string_view token) {
    auto point = token.find('.');
    if (point == std::string_view::npos) return {};
    auto address = text_of_hex(token.substr(0, point));
    if (!address || !crypto::equal_in_constant_time(signature(config, store, *address), token.substr(point + 1))) return {};
    return address;
}

}  // namespace vitrine::notices
