#include "io/http/target.h"

#include "core/text.h"
#include "io/http/percent.h"

namespace vitrine::http {
namespace {

bool decode_path(std::string_view raw, std::string& path) {
    path.clear();
    for (size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '%') {
            path += raw[i];
            continue;
        }
        auto byte = percent_byte(raw.substr(i));
        if (!byte) return false;
        if (*byte == '/') path += "%2F";
        else if (*byte == '%') path += "%25";
        else path += *byte;
        i += 2;
    }
    for (char c : path)
        if ((unsigned char)c < 0x20 || c == 0x7f || c == '\\') return false;
    return is_utf8(path);
}

bool has_dot_segment(std::string_view path) { return path.find("/.") != std::string_view::npos; }

/// False when ".." would leave the root.
bool resolve_dots(std::string& path) {
    std::string out;
    bool ends_in_folder = false;
    for (std::string_view left = path; !left.empty();) {
        left.remove_prefix(1);
        auto segment = left.substr(0, left.find('/'));
        left.remove_prefix(segment.size());
        ends_in_folder = segment == "." || segment == "..";
        if (segment == "..") {
            if (out.empty()) return false;
            out.resize(out.rfind('/'));
        } else if (segment != ".") {
            out += '/';
            out += segment;
        }
    }
    if (ends_in_folder || out.empty()) out += '/';
    path = std::move(out);
    return true;
}

}  // namespace

bool read_target(std::string_view target, Request& request, std::string& authority) {
    request.target = target;
    authority.clear();
    if (target.starts_with("http://") || target.starts_with("https://")) {
        target.remove_prefix(target.find("//") + 2);
        auto end = target.find_first_of("/?");
        authority = target.substr(0, end);
        target = end == std::string_view::npos ? std::string_view("/") : target.substr(end);
        if (authority.empty() || authority.find('@') != std::string::npos) return false;
    }
    auto question = target.find('?');
    auto path = target.substr(0, question);
    if (!path.starts_with('/') || target.find('#') != std::string_view::npos) return false;
    if (!decode_path(path, request.path)) return false;
    if (has_dot_segment(request.path) && !resolve_dots(request.path)) return false;
    request.query.clear();
    if (question == std::string_view::npos) return true;
    auto query = parse_form(target.substr(question + 1));
    if (!query) return false;
    request.query = std::move(*query);
    return true;
}

}  // namespace vitrine::http
