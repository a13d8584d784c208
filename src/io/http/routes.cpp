#include "io/http/routes.h"

#include "core/text.h"

namespace vitrine::http::detail {
namespace {

/// The media type without parameters, in lower case.
std::string media_type(const Request& request) {
    auto value = request.header("content-type");
    return lower_ascii(trim(value.substr(0, value.find(';'))));
}

}  // namespace

std::string header_name(std::string_view member) {
    std::string name;
    bool is_start = true;
    for (char c : member) {
        if (c == '_') name += '-';
        else name += is_start && c >= 'a' && c <= 'z' ? char(c - 32) : c;
        is_start = c == '_';
    }
    return name;
}

Result<std::string_view> json_body(const Request& request) {
    auto type = media_type(request);
    bool is_json = type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
    if (!is_json) return refuse(refusals::unsupported_media, "send the body as application/json");
    return std::string_view(request.body);
}

Result<shape::Fields> form_body(const Request& request) {
    if (media_type(request) != "application/x-www-form-urlencoded")
        return refuse(refusals::unsupported_media, "send the body as application/x-www-form-urlencoded");
    auto fields = parse_form(request.body);
    if (!fields) return refuse(refusals::malformed, "the form is not well encoded");
    return std::move(*fields);
}

shape::Fields header_fields(const Request& request) {
    shape::Fields fields;
    fields.reserve(request.headers.size());
    for (const auto& [name, value] : request.headers) {
        fields.emplace_back(name, value);
        for (char& c : fields.back().first)
            if (c == '-') c = '_';
    }
    return fields;
}

}  // namespace vitrine::http::detail
