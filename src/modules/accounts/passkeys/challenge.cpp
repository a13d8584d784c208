#include "modules/accounts/passkeys/challenge.h"

#include "core/random.h"
#include "io/crypto/base64url.h"
#include "io/crypto/digest.h"

namespace vitrine::accounts {
namespace {

constexpr size_t random_size = 16, end_size = 8, mac_size = 32;

std::string_view name_of(PasskeyUse use) {
    switch (use) {
        case PasskeyUse::registration: return "registration";
        case PasskeyUse::sign_in: return "sign_in";
        case PasskeyUse::second_factor: return "second_factor";
        case PasskeyUse::proof: return "proof";
    }
    return "";
}

std::string mac_of(const Config& config, StoreId store, PasskeyUse use, const std::string& subject, const std::string& device, std::string_view what) {
    auto text = "accounts.passkey\n" + store.text() + "\n" + std::string(name_of(use)) + "\n" + crypto::bytes_of(crypto::sha256(subject)) + crypto::bytes_of(crypto::sha256(device)) + std::string(what);
    return crypto::bytes_of(crypto::hmac_sha256(config.master_key, text));
}

}  // namespace

std::string new_passkey_challenge(const Config& config, StoreId store, PasskeyUse use, const std::string& subject, const std::string& device, Instant now) {
    std::string what(random_size, '\0');
    random_bytes({reinterpret_cast<std::uint8_t*>(what.data()), what.size()});
    auto ends = std::uint64_t(std::chrono::floor<std::chrono::seconds>(now + passkey_challenge_life).time_since_epoch().count());
    for (int shift = 56; shift >= 0; shift -= 8) what += char(ends >> shift & 0xff);
    return crypto::base64url(what + mac_of(config, store, use, subject, device, what));
}

std::optional<Spending> read_passkey_challenge(const Config& config, StoreId store, PasskeyUse use, const std::string& subject, const std::string& device, std::string_view text, Instant now) {
    auto bytes = text.size() < 256 ? crypto::base64url_decode(text) : std::nullopt;
    if (!bytes || bytes->size() != random_size + end_size + mac_size) return {};
    auto what = bytes->substr(0, random_size + end_size);
    if (!crypto::equal_in_constant_time(mac_of(config, store, use, subject, device, what), bytes->substr(random_size + end_size))) return {};
    std::uint64_t ends = 0;
    for (size_t i = random_size; i < what.size(); ++i) ends = ends << 8 | static_cast<unsigned char>(what[i]);
    Instant ends_at{std::chrono::seconds(std::int64_t(ends))};
    return ends_at > now ? std::optional(Spending{{what.substr(0, random_size)}, ends_at}) : std::nullopt;
}

}  // namespace vitrine::accounts
