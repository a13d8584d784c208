#include "simulators/jazzcash/signature.h"

#include <map>

#include <boost/json.hpp>

#include "io/crypto/digest.h"

namespace vitrine::simulators::jazzcash {

std::string secure_hash(std::string_view salt, const shape::Fields& fields) {
    std::map<std::string, std::string> sorted;
    for (const auto& [name, value] : fields)
        if (name.starts_with("pp") && name != "pp_SecureHash" && !value.empty()) sorted[name] = value;
    std::string text(salt);
    for (const auto& [name, value] : sorted) text += "&" + value;
    auto hash = crypto::hex(crypto::hmac_sha256(salt, text));
    for (char& c : hash) c = char(std::toupper(static_cast<unsigned char>(c)));
    return hash;
}

shape::Fields signed_with(std::string_view salt, shape::Fields fields) {
    auto hash = secure_hash(salt, fields);
    fields.emplace_back("pp_SecureHash", std::move(hash));
    return fields;
}

std::string field(const shape::Fields& fields, std::string_view name) {
    for (const auto& [key, value] : fields)
        if (key == name) return value;
    return {};
}

std::string to_json_text(const shape::Fields& fields) {
    boost::json::object out;
    for (const auto& [name, value] : fields) out[name] = value;
    return boost::json::serialize(out);
}

shape::Fields from_json_text(std::string_view text) {
    boost::json::error_code fault;
    auto parsed = boost::json::parse(text, fault);
    shape::Fields out;
    if (fault || !parsed.is_object()) return out;
    for (const auto& [name, value] : parsed.get_object())
        if (value.is_string()) out.emplace_back(std::string(name), std::string(value.get_string()));
    return out;
}

}  // namespace vitrine::simulators::jazzcash
