#pragma once
#include <string>
#include <string_view>

#include "core/shape.h"

namespace vitrine::simulators::jazzcash {

/// pp_SecureHash: upper-case hex HMAC-SHA256, keyed with the integrity salt, over the salt and the non-empty values of all pp* fields in the byte order of their
/// names, joined by '&'. Source: JazzCash sandbox documentation, "Hashing scheme". Written apart from the shop's, so that one checks the other.
std::string secure_hash(std::string_view salt, const shape::Fields& fields);
/// With pp_SecureHash at the end.
shape::Fields signed_with(std::string_view salt, shape::Fields fields);

std::string field(const shape::Fields& fields, std::string_view name);   ///< empty when it is missing
std::string to_json_text(const shape::Fields& fields);
shape::Fields from_json_text(std::string_view text);                     ///< texts of one object; empty when it is none

}  // namespace vitrine::simulators::jazzcash
