#include "modules/accounts/totp.h"

#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "core/check.h"
#include "io/crypto/digest.h"
#include "io/http/message.h"

namespace vitrine::accounts {
namespace {

constexpr std::int64_t step_s = 30;

}  // namespace

std::string hotp(std::string_view secret, std::uint64_t counter, int digits) {
    std::array<unsigned char, 8> message;
    for (size_t i = 0; i < 8; ++i) message[7 - i] = static_cast<unsigned char>(counter >> (8 * i));
    std::array<unsigned char, 20> mac;
    unsigned size = 0;
    check(HMAC(EVP_sha1(), secret.data(), int(secret.size()), message.data(), message.size(), mac.data(), &size) != nullptr, "HMAC-SHA-1 is available");
    auto at = size_t(mac[19] & 15);
    std::uint64_t value = std::uint64_t(mac[at] & 127) << 24 | std::uint64_t(mac[at + 1]) << 16 | std::uint64_t(mac[at + 2]) << 8 | mac[at + 3], base = 1;
    for (int i = 0; i < digits; ++i) base *= 10;
    auto text = std::to_string(value % base);
    return std::string(size_t(digits) - text.size(), '0') + text;
}

std::int64_t totp_step(Instant at) { return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count() / step_s; }

std::optional<std::int64_t> accepted_step(std::string_view secret, std::string_view code, std::int64_t last_used, Instant now) {
    std::optional<std::int64_t> accepted;
    for (auto step = totp_step(now) - 1; step <= totp_step(now) + 1; ++step)
        if (crypto::equal_in_constant_time(hotp(secret, std::uint64_t(step)), code) && step > last_used && !accepted) accepted = step;
    return accepted;
}

std::string base32_capitals(std::string_view bytes) {
    static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out;
    std::uint32_t held = 0;
    int bits = 0;
    for (unsigned char byte : bytes) {
        held = held << 8 | byte;
        for (bits += 8; bits >= 5; bits -= 5) out += letters[held >> (bits - 5) & 31];
    }
    if (bits > 0) out += letters[held << (5 - bits) & 31];
    return out;
}

std::string totp_address(std::string_view issuer, std::string_view account, std::string_view secret) {
    return "otpauth://totp/" + http::percent_encode(issuer) + ":" + http::percent_encode(account) + "?secret=" + base32_capitals(secret) + "&issuer=" + http::percent_encode(issuer);
}

}  // namespace vitrine::accounts
