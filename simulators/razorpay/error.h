#pragma once
#include <expected>
#include <string>

#include <boost/json.hpp>

namespace vitrine::simulators::razorpay {

using Object = boost::json::object;

/// {"error": {...}} with its HTTP status; razorpay.com/docs/errors.
struct Error {
    int status = 400;
    std::string code = "BAD_REQUEST_ERROR", description, field, reason = "input_validation_failed";
    std::string source = "business", step = "payment_initiation";
    Object metadata = {};
};
using Outcome = std::expected<Object, Error>;

/// A text member, empty when it is missing or null.
inline std::string text_of(const Object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

inline Object error_body(const Error& error) {
    Object inner{{"code", error.code}, {"description", error.description}, {"source", error.source}, {"step", error.step}, {"reason", error.reason}, {"metadata", error.metadata}};
    if (!error.field.empty()) inner["field"] = error.field;
    return {{"error", std::move(inner)}};
}
inline std::unexpected<Error> invalid(std::string description, std::string field = {}) {
    Error error;
    error.description = std::move(description);
    error.field = std::move(field);
    return std::unexpected(std::move(error));
}
inline std::unexpected<Error> unknown_id() { return invalid("The id provided does not exist"); }

}  // namespace vitrine::simulators::razorpay
