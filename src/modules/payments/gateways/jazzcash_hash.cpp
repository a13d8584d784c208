#include "modules/payments/gateways/jazzcash_hash.h"

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "io/crypto/digest.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

constexpr std::string_view hash_name = "pp_SecureHash";

/// Samples of JazzCash spell some prefixes in other letter case; they are hashed all the same.
bool is_hashed(std::string_view name) {
    auto lower = lower_ascii(name);
    return lower.starts_with("pp") && lower != "pp_securehash";
}

bool names_are_unique(const shape::Fields& fields) {
    std::vector<std::string_view> names;
    for (const auto& [name, value] : fields) names.push_back(name);
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) == names.end();
}

}  // namespace

std::string jazzcash_message(const shape::Fields& fields, std::string_view salt) {
    std::vector<std::pair<std::string_view, std::string_view>> hashed;
    for (const auto& [name, value] : fields)
        if (is_hashed(name) && !value.empty()) hashed.emplace_back(name, value);
    std::ranges::sort(hashed);
    std::string message(salt);
    for (const auto& [name, value] : hashed) {
        message += '&';
        message += value;
    }
    return message;
}

std::string jazzcash_hash(const shape::Fields& fields, std::string_view salt) {
    auto hash = crypto::hex(crypto::hmac_sha256(salt, jazzcash_message(fields, salt)));
    for (char& c : hash)
        if (c >= 'a' && c <= 'f') c = char(c - 'a' + 'A');
    return hash;
}

void jazzcash_sign(shape::Fields& fields, std::string_view salt) { fields.emplace_back(hash_name, jazzcash_hash(fields, salt)); }

bool jazzcash_fits(const shape::Fields& fields, const JazzcashSalts& salts) {
    auto given = lower_ascii(field_of(fields, hash_name));
    if (given.empty() || !names_are_unique(fields)) return false;
    bool fits = false;
    for (const auto& salt : {salts.now, salts.before}) {
        auto expected = lower_ascii(jazzcash_hash(fields, salt));
        fits |= !salt.empty() && crypto::equal_in_constant_time(expected, given);
    }
    return fits;
}

}  // namespace vitrine::payments::providers
