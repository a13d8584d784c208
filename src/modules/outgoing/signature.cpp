#include "modules/outgoing/signature.h"

#include <array>

#include "core/check.h"
#include "core/random.h"
#include "io/crypto/base64.h"
#include "io/crypto/digest.h"

namespace vitrine::outgoing {
namespace {

constexpr std::string_view prefix = "whsec_";

int value_of(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

std::string bytes_of_base64(std::string_view text) {
    std::string out;
    unsigned gathered = 0;
    int bits = 0;
    while (text.ends_with('=')) text.remove_suffix(1);
    for (char c : text) {
        int value = value_of(c);
        check(value >= 0, "a webhook's secret is base 64");
        gathered = gathered << 6 | unsigned(value);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        out += char(gathered >> bits & 0xFF);
    }
    return out;
}

}  // namespace

std::string new_secret() {
    std::array<std::uint8_t, 32> bytes;
    random_bytes(bytes);
    return std::string(prefix) + crypto::base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string signature_of(std::string_view secret, std::string_view id, std::int64_t timestamp_s, std::string_view body) {
    check(secret.starts_with(prefix), "a webhook's secret begins with whsec_");
    auto message = std::string(id) + "." + std::to_string(timestamp_s) + "." + std::string(body);
    return "v1," + crypto::base64(crypto::bytes_of(crypto::hmac_sha256(bytes_of_base64(secret.substr(prefix.size())), message)));
}

shape::Fields signed_headers(std::span<const std::string> secrets, std::string_view id, Instant now, std::string_view body) {
    auto timestamp_s = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    std::string signatures;
    for (const auto& secret : secrets) signatures += (signatures.empty() ? "" : " ") + signature_of(secret, id, timestamp_s, body);
    return {{"webhook-id", std::string(id)}, {"webhook-timestamp", std::to_string(timestamp_s)}, {"webhook-signature", signatures}};
}

}  // namespace vitrine::outgoing
