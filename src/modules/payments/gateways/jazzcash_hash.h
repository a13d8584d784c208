#pragma once
#include <string>
#include <string_view>

#include "core/shape.h"

namespace vitrine::payments::providers {

/// What is hashed: the salt, then the values of all fields whose name starts with "pp" (pp_SecureHash left out, empty values left out), sorted by name in byte
/// order, joined by '&'. Source: JazzCash sandbox documentation, "Hashing scheme", and its HMAC guide of 2026.
std::string jazzcash_message(const shape::Fields& fields, std::string_view salt);
/// HMAC-SHA256 of that keyed with the salt, hex, upper case as JazzCash writes it.
std::string jazzcash_hash(const shape::Fields& fields, std::string_view salt);
/// Appends pp_SecureHash.
void jazzcash_sign(shape::Fields& fields, std::string_view salt);

/// The salts that hold: the one of now and, while one is exchanged, the one before.
struct JazzcashSalts {
    std::string now, before;
};
/// Whether pp_SecureHash fits one of the salts, in either letter case, compared in constant time. False without a hash, without a salt, and when a name is there twice.
bool jazzcash_fits(const shape::Fields& fields, const JazzcashSalts& salts);

}  // namespace vitrine::payments::providers
