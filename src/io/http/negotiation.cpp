#include "io/http/negotiation.h"

#include <algorithm>
#include <charconv>

namespace vitrine::http {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// Takes up to `separator` from the front of `text`.
std::string_view take(std::string_view& text, char separator) {
    auto end = std::min(text.find(separator), text.size());
    auto part = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

bool is_word(std::string_view text, std::string_view lower) {
    return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

/// "0.5" in thousandths; 1000 when there is none, 0 when it is malformed.
int quality_of(std::string_view parameters) {
    while (!parameters.empty()) {
        auto parameter = take(parameters, ';');
        if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) continue;
        parameter.remove_prefix(2);
        if (parameter.empty() || parameter.size() > 5 || (parameter[0] != '0' && parameter[0] != '1') || (parameter.size() > 1 && parameter[1] != '.')) return 0;
        int value = (parameter[0] - '0') * 1000, place = 100;
        for (char c : parameter.substr(std::min<size_t>(2, parameter.size()))) {
            if (c < '0' || c > '9') return 0;
            value += (c - '0') * place;
            place /= 10;
        }
        return std::min(value, 1000);
    }
    return 1000;
}

bool read_number(std::string_view text, std::uint64_t& value) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

}  // namespace

Encoding choose_encoding(std::string_view accept, bool has_gzip, bool has_brotli) {
    if (accept.empty() || (!has_gzip && !has_brotli)) return Encoding::identity;
    int gzip = -1, brotli = -1, identity = -1, any = -1;
    while (!accept.empty()) {
        auto item = take(accept, ',');
        auto name = take(item, ';');
        int quality = quality_of(item);
        if (is_word(name, "gzip") || is_word(name, "x-gzip")) gzip = quality;
        else if (is_word(name, "br")) brotli = quality;
        else if (is_word(name, "identity")) identity = quality;
        else if (name == "*") any = quality;
    }
    if (gzip < 0) gzip = std::max(any, 0);
    if (brotli < 0) brotli = std::max(any, 0);
    if (identity < 0) identity = any == 0 ? 0 : 1;  // acceptable unless refused, but never preferred over what was asked for
    if (!has_gzip) gzip = 0;
    if (!has_brotli) brotli = 0;
    if (brotli > 0 && brotli >= gzip && brotli >= identity) return Encoding::brotli;
    if (gzip > 0 && gzip >= identity) return Encoding::gzip;
    return Encoding::identity;
}

bool names_etag(std::string_view list, std::string_view etag) {
    if (trimmed(list) == "*") return true;
    while (!list.empty()) {
        auto item = take(list, ',');
        if (item.starts_with("W/")) item.remove_prefix(2);
        if (item == etag) return true;
    }
    return false;
}

RangeChoice choose_range(std::string_view text, std::uint64_t size) {
    if (!text.starts_with("bytes=")) return {};
    text = trimmed(text.substr(6));
    auto dash = text.find('-');
    if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) return {};
    auto from = trimmed(text.substr(0, dash)), to = trimmed(text.substr(dash + 1));
    std::uint64_t first = 0, last = 0;
    if (from.empty()) {  // the last n bytes
        if (!read_number(to, last)) return {};
        if (last == 0 || size == 0) return {RangeVerdict::unsatisfiable, {}};
        last = std::min(last, size);
        return {RangeVerdict::part, {size - last, last}};
    }
    if (!read_number(from, first)) return {};
    if (to.empty()) last = UINT64_MAX;
    else if (!read_number(to, last) || last < first) return {};
    if (first >= size) return {RangeVerdict::unsatisfiable, {}};
    last = std::min(last, size - 1);
    return {RangeVerdict::part, {first, last - first + 1}};
}

}  // namespace vitrine::http
