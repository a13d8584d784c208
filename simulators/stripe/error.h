#pragma once
#include <expected>
#include <string>

#include <boost/json.hpp>

namespace vitrine::simulators::stripe {

using Object = boost::json::object;

/// {"error": {...}} with its HTTP status; docs.stripe.com/api/errors.
struct Error {
    int status = 400;
    std::string type = "invalid_request_error";
    std::string code, message, param;
    Object more = {};   ///< further members: decline_code, payment_intent …
};
using Outcome = std::expected<Object, Error>;

inline Object error_body(const Error& error) {
    Object inner{{"type", error.type}, {"message", error.message}};
    if (!error.code.empty()) inner["code"] = error.code, inner["doc_url"] = "https://stripe.com/docs/error-codes/" + error.code;
    if (!error.param.empty()) inner["param"] = error.param;
    for (const auto& [key, value] : error.more) inner[key] = value;
    return {{"error", std::move(inner)}};
}
inline std::unexpected<Error> invalid(std::string code, std::string message, std::string param = {}) {
    return std::unexpected(Error{400, "invalid_request_error", std::move(code), std::move(message), std::move(param)});
}
inline std::unexpected<Error> missing(const std::string& kind, const std::string& id) {
    return std::unexpected(Error{404, "invalid_request_error", "resource_missing", "No such " + kind + ": '" + id + "'", kind == "payment_intent" ? "intent" : "id"});
}

}  // namespace vitrine::simulators::stripe
