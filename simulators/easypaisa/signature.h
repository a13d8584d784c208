#pragma once
// What merchants seal for Easypay: written from the guide's words, apart from the shop's own code.
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace vitrine::simulators::easypaisa {

using Form = std::map<std::string, std::string>;

/// Whether `merchantHashedReq` is the rest of the form: AES-ECB under the hash key over "name=value&…", sorted, without empty fields, in base 64.
bool hash_fits(const Form& form, const std::string& hash_key);

/// "YYYYMMDD HHMMSS" in Pakistan's time, which is UTC+5.
std::optional<Instant> read_time(std::string_view text);
/// "dd/MM/yyyy hh:mm AM" in Pakistan's time.
std::string write_time(Instant at);

}  // namespace vitrine::simulators::easypaisa
