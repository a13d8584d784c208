#pragma once
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// One fault of an input: where (RFC 6901 JSON pointer), which (stable code), and how to mend it.
struct Fault {
    std::string pointer;
    std::string code;
    std::string detail;
    bool operator==(const Fault&) const = default;
};

/// A kind of expected "no": a stable code, the HTTP status it is answered with, and a title for people.
/// Declared once as a constant beside the module that refuses; listed by Module::refusals for the documentation.
struct RefusalKind {
    std::string_view code;
    int status;
    std::string_view title;
};

/// An expected "no" as a value. `detail` is text for outsiders: no secrets, no internals.
struct Refusal {
    std::string code;
    int status = 422;
    std::string title;
    std::string detail;
    std::vector<Fault> errors;
    std::optional<int> retry_after_s;
};

template <class T>
using Result = std::expected<T, Refusal>;

/// `return refuse(stock_short, "2 left of PEN-1", {{"/lines/0/quantity", "out_of_range", …}})`
inline std::unexpected<Refusal> refuse(const RefusalKind& kind, std::string detail = {}, std::vector<Fault> errors = {}) {
    return std::unexpected(Refusal{std::string(kind.code), kind.status, std::string(kind.title), std::move(detail), std::move(errors), {}});
}
inline std::unexpected<Refusal> refuse(Refusal refusal) { return std::unexpected(std::move(refusal)); }

/// The refusals that belong to no module.
namespace refusals {
inline constexpr RefusalKind malformed{"request.malformed", 400, "The request cannot be read"};
inline constexpr RefusalKind invalid{"request.invalid", 422, "Some values are not acceptable"};
inline constexpr RefusalKind unauthenticated{"request.unauthenticated", 401, "Sign in first"};
inline constexpr RefusalKind forbidden{"request.forbidden", 403, "Not allowed"};
inline constexpr RefusalKind not_found{"request.not_found", 404, "Nothing here"};
inline constexpr RefusalKind method_not_allowed{"request.method_not_allowed", 405, "Not with this method"};
inline constexpr RefusalKind too_large{"request.too_large", 413, "The request is too large"};
inline constexpr RefusalKind unsupported_media{"request.unsupported_media_type", 415, "This media type is not read here"};
inline constexpr RefusalKind version_missing{"request.version_missing", 428, "Say which version you saw"};
inline constexpr RefusalKind stale_version{"request.stale_version", 412, "Somebody else changed this meanwhile"};
inline constexpr RefusalKind too_many{"request.too_many", 429, "Too many requests"};
inline constexpr RefusalKind overloaded{"server.overloaded", 503, "Busy, try again shortly"};
inline constexpr RefusalKind broken{"server.error", 500, "Something went wrong on our side"};
inline constexpr RefusalKind key_reused{"idempotency.key_reused", 422, "This idempotency key was used for another request"};
}  // namespace refusals

}  // namespace vitrine
