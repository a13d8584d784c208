#include "modules/imports/import_rows_cells.h"

#include <algorithm>

#include "modules/imports/csv_utf8.h"

namespace vitrine::imports::cells {
namespace {

constexpr std::int64_t largest_price_minor = 10'000'000'000'000;
constexpr std::int64_t largest_stock = 100'000'000;
constexpr std::int64_t largest_weight_grams = 10'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

/// 1.29E+02 and the like: what a spreadsheet writes when it has taken a long number for a quantity.
bool is_scientific(std::string_view text) {
    const auto e = text.find_first_of("eE");
    if (e == std::string_view::npos || e == 0) return false;
    auto exponent = text.substr(e + 1);
    if (!exponent.empty() && (exponent[0] == '+' || exponent[0] == '-')) exponent.remove_prefix(1);
    return is_digit(text[0]) && all_digits(exponent);
}

/// A comma, or a space or apostrophe, where the digits after it come in twos and threes.
Code classify_comma(std::string_view text) {
    if (text.find_first_not_of("0123456789.,' ") != std::string_view::npos) return "price.not_a_number";
    const auto comma = text.find(',');
    const auto tail = comma == std::string_view::npos ? 3 : text.size() - comma - 1;
    return tail <= 2 ? "price.decimal_comma" : "price.thousands_separator";
}

Code classify_bad_price(std::string_view text) {
    if (is_scientific(text)) return "price.scientific_notation";
    if (text.find_first_of(",' ") != std::string_view::npos && is_digit(text[0]) && is_digit(text.back()))
        return classify_comma(text);
    const bool has_digit = std::ranges::any_of(text, is_digit);
    const bool has_symbol = std::ranges::any_of(text, [](char c) { return is_letter(c) || c == '$' || (static_cast<unsigned char>(c) & 0x80U) != 0; });
    return has_digit && has_symbol ? "price.currency_symbol" : "price.not_a_number";
}

/// `text` holds digits only. False when the number passes `most`.
bool add_digits(std::string_view text, std::int64_t most, std::int64_t& value) {
    for (const char c : text) {
        value = (value * 10) + (c - '0');
        if (value > most) return false;
    }
    return true;
}

bool starts_formula(std::string_view text) {
    if (text[0] == '=' || text[0] == '@' || text[0] == '\t') return true;
    if (text[0] != '+' && text[0] != '-') return false;
    if (text.size() > 1 && (is_digit(text[1]) || text[1] == ' ')) return text.find_first_of("(|!=") != std::string_view::npos;
    return true;
}

/// Direction overrides and isolates: U+202A to U+202E and U+2066 to U+2069.
bool turns_direction(std::string_view text, std::size_t at) {
    if (at + 2 >= text.size() || text[at] != '\xE2') return false;
    const auto third = static_cast<unsigned char>(text[at + 2]);
    return (text[at + 1] == '\x80' && third >= 0xAA && third <= 0xAE) ||
           (text[at + 1] == '\x81' && third >= 0xA6 && third <= 0xA9);
}

bool opens_markup(std::string_view text, std::size_t at) {
    return text[at] == '<' && at + 1 < text.size() && (is_letter(text[at + 1]) || text[at + 1] == '/' || text[at + 1] == '!');
}

}  // namespace

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

Code read_price(std::string_view text, int decimals, std::int64_t& minor) {
    if (text.empty()) return "price.missing";
    if (text[0] == '-' && text.size() > 1 && is_digit(text[1])) return "price.negative";
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    const auto fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (!all_digits(whole) || (point != std::string_view::npos && !all_digits(fraction))) return classify_bad_price(text);
    if (fraction.size() > static_cast<std::size_t>(decimals)) return "price.too_many_decimals";
    std::int64_t value = 0;
    if (!add_digits(whole, largest_price_minor, value) || !add_digits(fraction, largest_price_minor, value))
        return "price.too_large";
    for (auto i = fraction.size(); i < static_cast<std::size_t>(decimals); ++i) value *= 10;
    if (value > largest_price_minor) return "price.too_large";
    minor = value;
    return {};
}

Code read_whole(std::string_view text, WholeFamily family, std::int64_t& value) {
    const bool stock = family == WholeFamily::stock;
    if (text[0] == '-' && all_digits(text.substr(1))) return stock ? "stock.negative" : "weight.negative";
    if (!all_digits(text)) return stock ? "stock.not_whole" : "weight.not_whole";
    value = 0;
    if (!add_digits(text, stock ? largest_stock : largest_weight_grams, value))
        return stock ? "stock.too_large" : "weight.too_large";
    return {};
}

Code check_barcode(std::string_view text) {
    if (is_scientific(text)) return "barcode.scientific_notation";
    if (!all_digits(text)) return "barcode.not_digits";
    if (text.size() != 8 && text.size() != 12 && text.size() != 13 && text.size() != 14) return "barcode.wrong_length";
    int sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i) sum += (text[text.size() - 1 - i] - '0') * (i % 2 == 0 ? 1 : 3);
    return sum % 10 == 0 ? Code{} : "barcode.bad_check_digit";
}

Code check_slug(std::string_view text) {
    if (text.empty()) return "slug.missing";
    if (text.size() > 120) return "slug.too_long";
    const bool letters = std::ranges::all_of(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'; });
    const bool hyphens = text.front() != '-' && text.back() != '-' && !text.contains("--");
    return letters && hyphens ? Code{} : "slug.invalid";
}

Code check_sku(std::string_view text) {
    if (text.empty()) return "sku.missing";
    if (text.size() > 64) return "sku.too_long";
    const bool letters = std::ranges::all_of(text, [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '/' || c == '_'; });
    return letters && (is_digit(text[0]) || is_letter(text[0])) ? Code{} : "sku.invalid";
}

bool needs_guard(std::string_view text) {
    auto first = text.find_first_not_of('\'');
    return first != std::string_view::npos && starts_formula(text.substr(first));
}

std::string guarded(std::string_view text) { return needs_guard(text) ? "'" + std::string(text) : std::string(text); }

std::string_view unguarded(std::string_view text) { return text.starts_with('\'') && needs_guard(text) ? text.substr(1) : text; }

bool is_attribute_name(std::string_view name) {
    return !name.empty() && name.size() <= 40 && std::ranges::all_of(name, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '_'; });
}

bool is_image_url(std::string_view text) {
    const bool known = text.starts_with("https://") || text.starts_with("http://");
    return known && text.size() <= 2'000 && std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '|' || c == '"' || c == '<' || c == '\x7F'; });
}

Code check_text(std::string_view text, bool multi_line, bool guarded) {
    if (text.empty()) return {};
    if (!guarded && starts_formula(text)) return "formula.injection";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool layout = multi_line && (byte == '\n' || byte == '\r' || byte == '\t');
        if ((byte < 0x20 && !layout) || byte == 0x7F) return "text.control_character";
        if (byte == '<' && opens_markup(text, i)) return "text.markup";
        if (byte == 0xE2 && turns_direction(text, i)) return "text.direction_override";
        if (byte == 0xEF && text.substr(i, 3) == "\xEF\xBF\xBD") return "text.replacement_character";
    }
    return {};
}

Code split_tags(std::string_view text, std::vector<std::string_view>& tags) {
    tags.clear();
    if (text.empty()) return {};
    for (std::size_t from = 0; from <= text.size();) {
        const auto bar = std::min(text.find('|', from), text.size());
        const auto tag = trim(text.substr(from, bar - from));
        if (tag.empty()) return "tag.empty";
        if (is_longer_than(tag, 40)) return "tag.too_long";
        if (std::ranges::find(tags, tag) != tags.end()) return "tag.duplicate";
        if (tags.size() == 20) return "tags.too_many";
        tags.push_back(tag);
        from = bar + 1;
    }
    return {};
}

bool is_longer_than(std::string_view text, std::size_t most) {
    return text.size() > most && count_code_points(text) > most;
}

bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto point = text.find('.');
    if (point == std::string_view::npos) return all_digits(text);
    return all_digits(text.substr(0, point)) && all_digits(text.substr(point + 1));
}

}  // namespace vitrine::imports::cells
