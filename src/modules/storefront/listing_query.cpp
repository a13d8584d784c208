#include "modules/storefront/listing_query.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.h"

namespace vitrine::storefront {
namespace {

constexpr std::size_t most_values = 20, most_filters = 12, longest_value = 120, longest_text = 120;

struct SortCode {
    std::string_view code;
    search::Sort sort;
};
constexpr auto sorts = std::to_array<SortCode>({
    {"relevance", search::Sort::relevance},
    {"popularity", search::Sort::popularity},
    {"price", search::Sort::price_up},
    {"-price", search::Sort::price_down},
    {"newest", search::Sort::newest},
});

std::optional<std::int64_t> price(std::string_view text, Currency currency) {
    auto money = parse_major(trim(text), currency);
    return money && money->minor >= 0 ? std::optional(money->minor) : std::nullopt;
}

void add_values(search::Wanted& wanted, const std::string& code, std::string_view values) {
    if (!wanted.filter.contains(code) && wanted.filter.size() == most_filters) return;
    while (!values.empty()) {
        auto end = std::min(values.find(','), values.size());
        auto value = trim(values.substr(0, end));
        values.remove_prefix(std::min(end + 1, values.size()));
        if (value.empty() || value.size() > longest_value || !is_utf8(value)) continue;
        auto& known = wanted.filter[code];
        if (known.size() < most_values && std::ranges::find(known, value) == known.end()) known.push_back(std::move(value));
    }
    if (auto found = wanted.filter.find(code); found != wanted.filter.end()) std::ranges::sort(found->second);
}

/// "filter[carat]" → "carat"; nothing when the name is not of this kind.
std::optional<std::string> bracketed(std::string_view name, std::string_view kind) {
    if (name.size() < kind.size() + 3 || name.size() >= 60 || !name.starts_with(kind) || name[kind.size()] != '[' || !name.ends_with(']') || !is_utf8(name)) return {};
    return std::string(name.substr(kind.size() + 1, name.size() - kind.size() - 2));
}

bool is_bound(std::string_view text) { return !text.empty() && text.size() <= 20 && text.find_first_not_of("0123456789.-") == std::string_view::npos && text.find("..") == std::string_view::npos; }

/// What a form with two fields asks for, as one value: "0.5..1".
void add_ranges(search::Wanted& wanted, const std::map<std::string, std::pair<std::string, std::string>>& bounds) {
    for (const auto& [code, bound] : bounds) {
        auto least = is_bound(bound.first) ? bound.first : "", most = is_bound(bound.second) ? bound.second : "";
        if (!least.empty() || !most.empty()) add_values(wanted, code, least + ".." + most);
    }
}

std::size_t page_number(std::string_view text) {
    std::size_t page = 1;
    auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), page);
    return fault == std::errc() && end == text.data() + text.size() ? std::clamp<std::size_t>(page, 1, listing_last_page) : 1;
}

void append(std::string& out, char& separator, std::string_view name, std::string_view value) {
    out += separator;
    out += name;
    out += '=';
    out += value;
    separator = '&';
}

}  // namespace

std::size_t ListingQuery::filter_count() const {
    std::size_t count = wanted.in_stock + wanted.price_min.has_value() + wanted.price_max.has_value();
    for (const auto& [code, values] : wanted.filter) count += values.size();
    return count;
}

ListingQuery read_listing_query(const shape::Fields& query, Currency currency, std::string_view category_slug) {
    ListingQuery read;
    read.sort_code = "relevance";
    read.wanted.category_slug = category_slug;
    std::map<std::string, std::pair<std::string, std::string>> bounds;
    for (const auto& [name, value] : query) {
        if (name == "q" && is_utf8(value) && !has_control_characters(value)) read.wanted.text = trim(value).substr(0, longest_text);
        else if (name == "price_min") read.wanted.price_min = price(value, currency);
        else if (name == "price_max") read.wanted.price_max = price(value, currency);
        else if (name == "in_stock") read.wanted.in_stock = value == "1" || value == "true";
        else if (name == "page") read.page = page_number(value);
        else if (name == "brand") add_values(read.wanted, "brand", value);
        else if (name == "sort") {
            for (const auto& known : sorts)
                if (known.code == value) read.sort_code = known.code, read.wanted.sort = known.sort;
        } else if (auto filtered = bracketed(name, "filter")) add_values(read.wanted, *filtered, value);
        else if (auto from = bracketed(name, "least")) bounds[*from].first = trim(value);
        else if (auto to = bracketed(name, "most")) bounds[*to].second = trim(value);
    }
    add_ranges(read.wanted, bounds);
    while (!is_utf8(read.wanted.text)) read.wanted.text.pop_back();  // a cut in the middle of a letter
    read.wanted.text = trim(read.wanted.text);                       // or behind a word: one address a listing
    read.wanted.limit = listing_page_size;
    read.wanted.offset = (read.page - 1) * listing_page_size;
    return read;
}

std::string listing_address(std::string_view path, const ListingQuery& query, Currency currency) {
    std::string out(path);
    char separator = '?';
    for (const auto& [code, values] : query.wanted.filter) {
        if (values.empty()) continue;
        std::string joined;
        for (const auto& value : values) joined += (joined.empty() ? "" : ",") + http::percent_encode(value);
        append(out, separator, "filter[" + http::percent_encode(code) + "]", joined);
    }
    if (query.wanted.in_stock) append(out, separator, "in_stock", "1");
    if (query.wanted.price_max) append(out, separator, "price_max", typed_price(*query.wanted.price_max, currency));
    if (query.wanted.price_min) append(out, separator, "price_min", typed_price(*query.wanted.price_min, currency));
    if (!query.wanted.text.empty()) append(out, separator, "q", http::percent_encode(query.wanted.text));
    if (query.sort_code != "relevance") append(out, separator, "sort", query.sort_code);
    if (query.page > 1) append(out, separator, "page", std::to_string(query.page));
    return out;
}

std::string typed_price(std::int64_t minor, Currency currency) {
    auto text = format_major({minor, currency});
    if (auto dot = text.find('.'); dot != std::string::npos && text.find_first_not_of('0', dot + 1) == std::string::npos) text.resize(dot);
    return text;
}

}  // namespace vitrine::storefront
