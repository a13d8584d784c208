#pragma once
// Challenges that need no row until they are answered: random, with an end, and signed for what they were made for.
#include "modules/accounts/tokens.h"

namespace vitrine::accounts {

enum class PasskeyUse { registration, sign_in, second_factor, proof };

inline constexpr Duration passkey_challenge_life = 10min;

/// Pure but for its randomness: 16 random bytes, the end, and our HMAC over both, the store, the use, whom it is about (`subject`) and the device. In base64url.
std::string new_passkey_challenge(const Config& config, StoreId store, PasskeyUse use, const std::string& subject, const std::string& device, Instant now);

/// What is written down when it is answered (sql/spend_challenge.sql).
struct Spending {
    pg::Bytes id;
    Instant ends_at{};
};
/// Pure. Nothing for a challenge that is not ours, was made for something else, or is over.
std::optional<Spending> read_passkey_challenge(const Config& config, StoreId store, PasskeyUse use, const std::string& subject, const std::string& device, std::string_view text, Instant now);

}  // namespace vitrine::accounts
