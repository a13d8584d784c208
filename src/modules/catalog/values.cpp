#include "modules/catalog/values.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

#include "core/text.h"

namespace vitrine::catalog {
namespace {

constexpr size_t longest_value = 200, most_digits = 18, most_decimals = 9;
constexpr std::string_view times = " × ";

std::unexpected<ValueFault> fault(std::string_view code, std::string detail) { return std::unexpected(ValueFault{code, std::move(detail)}); }

bool is_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }); }

/// "-007.50" → "-7.5"; nothing when it is not a plain decimal number.
std::optional<std::string> plain_number(std::string_view text) {
    bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    auto point = text.find('.');
    auto whole = text.substr(0, point), fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    if (!is_digits(whole) || (point != std::string_view::npos && !is_digits(fraction))) return {};
    while (whole.size() > 1 && whole.starts_with('0')) whole.remove_prefix(1);
    while (fraction.ends_with('0')) fraction.remove_suffix(1);
    if (whole.size() + fraction.size() > most_digits || fraction.size() > most_decimals) return {};
    std::string out(whole);
    if (!fraction.empty()) out += "." + std::string(fraction);
    return is_negative && out != "0" ? "-" + out : out;
}

ReadValue read_number(std::string_view text) {
    auto number = plain_number(text);
    if (!number) return fault("attr.not_a_number", "write a decimal number such as 0.71, of at most 18 digits, 9 of them after the point");
    return std::move(*number);
}

ReadValue read_boolean(std::string_view text) {
    auto word = lower_ascii(text);
    if (word == "yes" || word == "true") return "yes";
    if (word == "no" || word == "false") return "no";
    return fault("attr.not_yes_no", "write yes or no");
}

std::string list_of(const std::vector<std::string>& allowed) {
    std::string out;
    for (size_t i = 0; i < std::min<size_t>(allowed.size(), 20); ++i) out += (i ? ", " : "") + allowed[i];
    return allowed.size() > 20 ? out + " …" : out;
}

ReadValue read_choice(const std::vector<std::string>& allowed, std::string_view text) {
    if (!allowed.empty() && std::ranges::find(allowed, text) == allowed.end()) return fault("attr.not_in_list", "choose one of " + list_of(allowed));
    return std::string(text);
}

/// The chosen ones in the order of the list, so that one choice has one spelling.
ReadValue read_choices(const std::vector<std::string>& allowed, const std::vector<std::string>& chosen) {
    for (const auto& one : chosen)
        if (std::ranges::find(allowed, one) == allowed.end()) return fault("attr.not_in_list", "choose among " + list_of(allowed));
    std::string out;
    for (const auto& one : allowed)
        if (std::ranges::find(chosen, one) != chosen.end()) out += (out.empty() ? "" : "|") + one;
    if (out.empty()) return fault("attr.empty", "choose at least one, or leave it out");
    return out;
}

std::vector<std::string> split(std::string_view text, std::string_view by) {
    std::vector<std::string> parts;
    for (size_t from = 0; from <= text.size();) {
        auto end = std::min(text.find(by, from), text.size());
        parts.push_back(trim(text.substr(from, end - from)));
        from = end + by.size();
    }
    return parts;
}

ReadValue read_date(std::string_view text) {
    auto bad = [] { return fault("attr.not_a_date", "write a day such as 2026-03-01"); };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !is_digits(text.substr(0, 4)) || !is_digits(text.substr(5, 2)) || !is_digits(text.substr(8))) return bad();
    auto number = [&](size_t at, size_t size) { return std::stoi(std::string(text.substr(at, size))); };
    std::chrono::year_month_day day{std::chrono::year(number(0, 4)), std::chrono::month(unsigned(number(5, 2))), std::chrono::day(unsigned(number(8, 2)))};
    if (!day.ok()) return bad();
    return std::string(text);
}

ReadValue read_dimensions(const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) {
        auto number = plain_number(part);
        if (!number || number->starts_with('-') || *number == "0" || parts.size() > 3) return fault("attr.not_dimensions", "write one to three numbers above zero, such as 6.41 x 6.44 x 3.98");
        out += (out.empty() ? "" : std::string(times)) + *number;
    }
    return out;
}
ReadValue read_dimensions(std::string_view text) {
    std::string plain;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) == "×") plain += 'x', ++i;
        else plain += text[i] == 'X' || text[i] == '*' ? 'x' : text[i];
    }
    return read_dimensions(split(plain, "x"));
}

/// A JSON number as a decimal text. The shortest that reads back as the same, so 0.71 stays 0.71.
std::optional<std::string> text_of_number(const boost::json::value& value) {
    if (value.is_int64()) return std::to_string(value.get_int64());
    if (value.is_uint64()) return std::to_string(value.get_uint64());
    if (value.is_string()) return std::string(value.get_string());
    if (!value.is_double()) return {};
    std::array<char, 400> buffer;
    auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value.get_double(), std::chars_format::fixed).ptr;
    return std::string(buffer.data(), end);
}

std::optional<std::vector<std::string>> texts_of(const boost::json::value& value) {
    if (!value.is_array()) return {};
    std::vector<std::string> out;
    for (const auto& item : value.get_array()) {
        auto text = text_of_number(item);
        if (!text) return {};
        out.push_back(trim(*text));
    }
    return out;
}

}  // namespace

AttributeKind attribute_kind(std::string_view word) {
    AttributeKind kind = AttributeKind::text;
    boost::describe::enum_from_string(std::string(word).c_str(), kind);
    return kind;
}

ReadValue read_value(AttributeKind kind, const std::vector<std::string>& allowed, std::string_view raw) {
    auto text = trim(raw);
    if (text.empty()) return fault("attr.empty", "write a value, or leave it out");
    if (!is_utf8(text) || has_control_characters(text)) return fault("attr.bad_text", "write plain text without control characters");
    if (count_code_points(text) > longest_value && kind != AttributeKind::choices) return fault("attr.too_long", "write at most 200 characters");
    switch (kind) {
        case AttributeKind::text: return read_choice(allowed, text);
        case AttributeKind::number: {
            auto number = read_number(text);
            return number ? read_choice(allowed, *number) : number;
        }
        case AttributeKind::boolean: return read_boolean(text);
        case AttributeKind::choice: return read_choice(allowed, text);
        case AttributeKind::choices: return read_choices(allowed, split(text, "|"));
        case AttributeKind::date: return read_date(text);
        case AttributeKind::dimension: return read_dimensions(text);
    }
    throw std::logic_error("a kind of attribute that nobody reads");
}

ReadValue read_value(AttributeKind kind, const std::vector<std::string>& allowed, const RawJson& json) {
    auto value = boost::json::parse(json.text);
    if (kind == AttributeKind::boolean && value.is_bool()) return value.get_bool() ? "yes" : "no";
    if (kind == AttributeKind::number)
        if (auto text = text_of_number(value)) return read_value(kind, allowed, std::string_view(*text));
    if (kind == AttributeKind::choices || kind == AttributeKind::dimension) {
        if (auto texts = texts_of(value)) return kind == AttributeKind::choices ? read_choices(allowed, *texts) : texts->empty() ? fault("attr.empty", "give one to three numbers") : read_dimensions(*texts);
    }
    if (!value.is_string()) return fault("attr.wrong_type", "this attribute is of the kind " + std::string(shape_name(kind)));
    return read_value(kind, allowed, std::string_view(value.get_string()));
}

RawJson json_of(AttributeKind kind, std::string_view stored) {
    if (kind == AttributeKind::number && plain_number(stored)) return {std::string(stored)};
    if (kind == AttributeKind::boolean) return {stored == "yes" ? "true" : "false"};
    if (kind == AttributeKind::choices) return {to_json(split(stored, "|"))};
    if (kind == AttributeKind::dimension) {
        std::string out = "[";
        for (const auto& part : split(stored, times)) out += (out.size() > 1 ? "," : "") + part;
        return {out + "]"};
    }
    return {to_json(std::string(stored))};
}

}  // namespace vitrine::catalog
