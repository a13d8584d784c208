#include "io/http/multipart.h"

#include <algorithm>

#include "core/text.h"

namespace vitrine::http {
namespace {

constexpr size_t most_parts = 50, longest_boundary = 70;

/// The value of `; name=value` or `; name="value"` in a header; browsers escape quotes in it as %22 (WHATWG HTML, 4.10.21.8).
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
    for (auto semicolon = header.find(';'); semicolon != std::string_view::npos;) {
        auto rest = header.substr(semicolon + 1);
        while (rest.starts_with(' ') || rest.starts_with('\t')) rest.remove_prefix(1);
        auto equals = rest.find('=');
        if (equals == std::string_view::npos) return {};
        bool is_it = lower_ascii(trim(rest.substr(0, equals))) == name;
        auto value = rest.substr(equals + 1);
        bool is_quoted = value.starts_with('"');
        if (is_quoted) value.remove_prefix(1);
        auto end = value.find(is_quoted ? '"' : ';');
        if (is_quoted && end == std::string_view::npos) return {};
        if (is_it) return is_quoted ? std::string(value.substr(0, end)) : trim(value.substr(0, end));
        semicolon = header.find(';', size_t(value.data() - header.data()) + (end == std::string_view::npos ? value.size() : end));
    }
    return {};
}

/// The head of a part: its lines until the empty one, names in lower case.
bool read_head(std::string_view head, FormPart& part) {
    bool is_named = false;
    while (!head.empty()) {
        auto end = std::min(head.find("\r\n"), head.size());
        auto line = head.substr(0, end);
        head.remove_prefix(std::min(end + 2, head.size()));
        auto colon = line.find(':');
        if (colon == std::string_view::npos) return false;
        auto key = lower_ascii(trim(line.substr(0, colon)));
        auto value = line.substr(colon + 1);
        if (key == "content-type") part.content_type = trim(value);
        if (key != "content-disposition" || !lower_ascii(trim(value)).starts_with("form-data")) continue;
        auto name = parameter(value, "name");
        if (!name) return false;
        part.name = std::move(*name);
        part.filename = parameter(value, "filename");
        is_named = true;
    }
    return is_named;
}

}  // namespace

std::optional<std::vector<FormPart>> parse_multipart(std::string_view content_type, std::string_view body) {
    if (!lower_ascii(content_type).starts_with("multipart/form-data")) return {};
    auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > longest_boundary) return {};
    auto opening = "--" + *boundary, between = "\r\n" + opening;
    if (!body.starts_with(opening)) return {};
    body.remove_prefix(opening.size());
    std::vector<FormPart> parts;
    while (!body.starts_with("--")) {
        if (!body.starts_with("\r\n") || parts.size() == most_parts) return {};
        body.remove_prefix(2);
        auto head = body.find("\r\n\r\n");
        if (head == std::string_view::npos) return {};
        FormPart part;
        if (!read_head(body.substr(0, head), part)) return {};
        body.remove_prefix(head + 4);
        auto end = body.find(between);
        if (end == std::string_view::npos) return {};
        part.bytes = body.substr(0, end);
        parts.push_back(std::move(part));
        body.remove_prefix(end + between.size());
    }
    return parts;
}

}  // namespace vitrine::http
