// application/x-www-form-urlencoded, as browsers write it (WHATWG URL, section 5).
#include "io/http/message.h"
#include "io/http/percent.h"

namespace vitrine::http {
namespace {

std::optional<std::string> decode_part(std::string_view part) {
    std::string out;
    out.reserve(part.size());
    for (size_t i = 0; i < part.size(); ++i) {
        if (part[i] == '+') {
            out += ' ';
        } else if (part[i] == '%') {
            auto byte = percent_byte(part.substr(i));
            if (!byte) return {};
            out += *byte;
            i += 2;
        } else {
            out += part[i];
        }
    }
    return out;
}

}  // namespace

std::optional<char> percent_byte(std::string_view text) {
    auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    if (text.size() < 3) return {};
    int high = digit(text[1]), low = digit(text[2]);
    if (high < 0 || low < 0) return {};
    return char(high << 4 | low);
}

std::optional<shape::Fields> parse_form(std::string_view encoded) {
    shape::Fields fields;
    while (!encoded.empty()) {
        auto end = std::min(encoded.find('&'), encoded.size());
        auto pair = encoded.substr(0, end);
        encoded.remove_prefix(std::min(end + 1, encoded.size()));
        if (pair.empty()) continue;
        auto equals = std::min(pair.find('='), pair.size());
        auto name = decode_part(pair.substr(0, equals));
        auto value = decode_part(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value) return {};
        fields.emplace_back(std::move(*name), std::move(*value));
    }
    return fields;
}

std::string percent_encode(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (char c : text) {
        bool is_unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (is_unreserved) {
            out += c;
        } else {
            out += '%';
            out += digits[(unsigned char)c >> 4];
            out += digits[(unsigned char)c & 15];
        }
    }
    return out;
}

std::string encode_form(const shape::Fields& fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty()) out += '&';
        out += percent_encode(name) + '=' + percent_encode(value);
    }
    return out;
}

}  // namespace vitrine::http
