// The names under which orders are counted, and networks.
#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "io/crypto/digest.h"
#include "modules/risk/rule.h"

namespace vitrine::risk {
namespace {

/// What is stored of an e-mail or card is its digest: enough to count by.
std::string digest(std::string_view text) { return crypto::hex(crypto::sha256(text)).substr(0, 32); }

/// The 4 or 16 bytes of an address; an IPv4 address in IPv6's clothes is an IPv4 address.
std::optional<std::string> bytes_of(std::string_view ip) {
    std::string text(ip);
    std::string bytes(16, '\0');
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return bytes.substr(0, 4);
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return {};
    constexpr std::string_view mapped{"\0\0\0\0\0\0\0\0\0\0\xff\xff", 12};
    return bytes.starts_with(mapped) ? bytes.substr(12) : bytes;
}

bool is_within(std::string_view bytes, std::string_view network, int bits) {
    if (bytes.size() != network.size()) return false;
    for (size_t i = 0; i < network.size() && bits > 0; ++i, bits -= 8) {
        auto mask = std::uint8_t(bits >= 8 ? 0xff : 0xff << (8 - bits));
        if ((std::uint8_t(bytes[i]) & mask) != (std::uint8_t(network[i]) & mask)) return false;
    }
    return true;
}

/// Networks of RFC 1918, RFC 6598, RFC 3927, RFC 4193 and this machine's own.
bool is_private(std::string_view bytes) {
    static const std::array ranges{*Network::parse("10.0.0.0/8"),     *Network::parse("172.16.0.0/12"), *Network::parse("192.168.0.0/16"), *Network::parse("100.64.0.0/10"),
                                   *Network::parse("169.254.0.0/16"), *Network::parse("127.0.0.0/8"),   *Network::parse("0.0.0.0/8"),      *Network::parse("::1/128"),
                                   *Network::parse("::/128"),         *Network::parse("fc00::/7"),      *Network::parse("fe80::/10")};
    return std::ranges::any_of(ranges, [&](const Network& range) { return is_within(bytes, range.bytes, range.bits); });
}

std::string text_of(std::string_view bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(bytes.size() == 4 ? AF_INET : AF_INET6, bytes.data(), text.data(), text.size());
    return text.data();
}

}  // namespace

std::optional<Network> Network::parse(std::string_view text) {
    auto slash = text.find('/');
    auto bytes = bytes_of(text.substr(0, slash));
    if (!bytes) return {};
    Network out{*bytes, int(bytes->size()) * 8};
    if (slash == std::string_view::npos) return out;
    auto length = text.substr(slash + 1);
    int bits = 0;
    auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
    if (error != std::errc{} || end != length.data() + length.size() || bits < 0 || bits > out.bits) return {};
    out.bits = bits;
    return out;
}

bool Network::holds(std::string_view ip) const {
    auto other = bytes_of(ip);
    return other && is_within(*other, bytes, bits);
}

std::optional<std::string> network_of(std::string_view ip) {
    auto bytes = bytes_of(ip);
    if (!bytes || is_private(*bytes)) return {};
    size_t kept = bytes->size() == 4 ? 3 : 6;
    std::fill(bytes->begin() + std::ptrdiff_t(kept), bytes->end(), '\0');
    return fmt::format("{}/{}", text_of(*bytes), kept * 8);
}

std::string address_key(const std::vector<std::string_view>& lines) {
    std::string folded;
    for (auto line : lines) {
        for (unsigned char c : lower_ascii(line))
            if (c >= 0x80 || std::isalnum(c)) folded.push_back(char(c));
        folded.push_back('|');
    }
    return digest(folded);
}

std::vector<Key> keys_of(const Facts& facts) {
    std::vector<Key> out;
    if (facts.card && facts.card->fingerprint) out.push_back({By::card, "card:" + digest(*facts.card->fingerprint)});
    if (facts.email) out.push_back({By::email, "email:" + digest(*facts.email)});
    if (facts.ship_address) out.push_back({By::address, "address:" + *facts.ship_address});
    if (auto network = facts.ip ? network_of(*facts.ip) : std::nullopt) out.push_back({By::ip, "ip:" + *network});
    return out;
}

Key order_key(const std::string& order) { return {By::order, "order:" + order}; }

}  // namespace vitrine::risk
