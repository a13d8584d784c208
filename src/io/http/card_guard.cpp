#include "io/http/card_guard.h"

#include <algorithm>
#include <array>

#include "core/card_number.h"

namespace vitrine::http {
namespace {

/// What is bytes or columns of numbers, not words: digits stand in it by chance, and by the thousand.
constexpr std::array not_words{"text/csv", "image/", "video/", "audio/", "font/", "application/zip", "application/gzip", "application/octet-stream", "application/vnd.", "application/pdf"};

bool holds_any(const shape::Fields& fields) {
    return std::ranges::any_of(fields, [](const auto& field) { return holds_card_number(field.first) || holds_card_number(field.second); });
}

bool is_form(const Request& request) { return request.header("content-type").starts_with("application/x-www-form-urlencoded"); }

bool is_in_body(const Request& request) {
    auto type = request.header("content-type");
    if (std::ranges::any_of(not_words, [&](std::string_view kind) { return type.starts_with(kind); })) return false;
    if (holds_card_number(request.body)) return true;
    if (!is_form(request)) return false;
    auto fields = parse_form(request.body);  // "4242+4242" and "4242%204242"
    return fields && holds_any(*fields);
}

}  // namespace

bool carries_card_number(const Request& request) { return holds_card_number(request.path) || holds_any(request.query) || holds_any(request.headers) || is_in_body(request); }

bool carries_card_number_but_in(const Request& request, const std::function<bool(std::string_view name)>& is_passed) {
    auto rest = request;
    auto leave_out = [&](shape::Fields& fields) { std::erase_if(fields, [&](const auto& field) { return is_passed(field.first); }); };
    leave_out(rest.query);
    auto fields = is_form(request) ? parse_form(request.body) : std::nullopt;
    if (fields) {
        leave_out(*fields);
        rest.body = encode_form(*fields);
    }
    return carries_card_number(rest);
}

}  // namespace vitrine::http
