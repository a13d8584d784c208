#include "modules/suppliers/layout.h"

#include <algorithm>
#include <functional>

namespace vitrine::suppliers {
namespace {

constexpr std::string_view columns_text =
#include "modules/suppliers/data/diamond_feed_columns.inc"
    ;

/// A line of data/diamond_feed_columns.csv: which column of which feed means what.
struct KnownColumn {
    std::string feed, position, column, field, aliases;
};

/// The data file quotes some of its notes; nothing else in it needs more than this.
std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> out(1);
    bool is_quoted = false;
    for (char c : line) {
        if (c == '"') is_quoted = !is_quoted;
        else if (c == ',' && !is_quoted) out.emplace_back();
        else out.back() += c;
    }
    return out;
}

std::string renamed(std::string field) {
    static const std::map<std::string, std::string, std::less<>> names{{"fancy_color_overtone", "fancy_overtone"}, {"girdle", "girdle_from"}, {"girdle_%", "girdle_percent"}, {"supplier_item_id", "item_id"}};
    auto found = names.find(field);
    return found == names.end() ? field : found->second;
}

std::vector<KnownColumn> read_columns() {
    std::vector<KnownColumn> out;
    std::string_view rest = columns_text;
    while (!rest.empty()) {
        auto end = std::min(rest.find('\n'), rest.size());
        auto cells = cells_of(trim(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (cells.size() < 6 || cells[0] == "feed") continue;
        auto field = renamed(cells[3]);
        if (std::ranges::find(field_names(), field) != field_names().end()) out.push_back({cells[0], cells[1], cells[2], std::move(field), cells[5]});
    }
    return out;
}

const std::vector<KnownColumn>& known_columns() {
    static const auto columns = read_columns();
    return columns;
}

std::vector<std::string_view> feeds_of(Profile profile) {
    switch (profile) {
        case Profile::custom: return {};
        case Profile::rapnet: return {"rapnet_upload"};
        case Profile::idex_natural: return {"idex_natural_with_media"};
        case Profile::idex_labgrown: return {"idex_labgrown"};
        case Profile::nivoda: return {"nivoda_upload", "nivoda_graphql"};
    }
    return {};
}

void split(std::string_view text, char at, const std::function<void(std::string_view)>& give) {
    while (!text.empty()) {
        auto end = std::min(text.find(at), text.size());
        if (end > 0) give(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool is_attribute(std::string_view field) {
    if (!field.starts_with("attr:") || field.size() < 6) return false;
    return std::ranges::all_of(field.substr(5), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_field(std::string_view field) { return is_attribute(field) || std::ranges::find(field_names(), field) != field_names().end(); }

constexpr std::string_view field_advice = "this field is not known; see /api/v1/admin/supplier-feeds/fields, or write attr: and the code of an attribute";

}  // namespace

const std::vector<std::string_view>& field_names() {
    static const std::vector<std::string_view> names{
        "stock_no", "item_id", "offer_id", "availability", "quantity", "currency", "price_total", "price_per_carat", "title", "description", "brand", "category", "shape", "carat", "color", "fancy_color",
        "fancy_intensity", "fancy_overtone", "clarity", "cut", "polish", "symmetry", "fluorescence_intensity", "fluorescence_color", "lab", "certificate_no", "measurements", "length_mm", "width_mm", "depth_mm",
        "depth_percent", "table_percent", "girdle_from", "girdle_to", "girdle_percent", "culet_size", "crown_height", "crown_angle", "pavilion_depth", "pavilion_angle", "eye_clean", "treatment", "origin_type",
        "image", "video", "viewer_url", "certificate_file"};
    return names;
}

bool has_header(const Layout& layout) {
    auto profile = layout.profile.value_or(Profile::custom);
    return layout.has_header.value_or(profile != Profile::idex_natural && profile != Profile::idex_labgrown);
}

std::vector<Fault> faults_of(const Layout& layout) {
    std::vector<Fault> faults;
    for (size_t i = 0; layout.columns && i < layout.columns->size(); ++i) {
        auto pointer = "/layout/columns/" + std::to_string(i) + "/field";
        if (!is_field((*layout.columns)[i].field.str())) faults.push_back({pointer, "unknown_field", std::string(field_advice)});
    }
    if (layout.columns && layout.columns->size() > 300) faults.push_back({"/layout/columns", "too_many", "at most 300"});
    if (layout.constants) {
        for (const auto& [field, value] : *layout.constants) {
            auto pointer = "/layout/constants/" + field;
            if (!is_field(field)) faults.push_back({pointer, "unknown_field", std::string(field_advice)});
            else if (field == "currency" && !Currency::parse(value)) faults.push_back({pointer, "currency.unknown", "write a currency such as USD"});
        }
    }
    bool knows_columns = layout.profile.value_or(Profile::custom) != Profile::custom || (layout.columns && !layout.columns->empty());
    if (!knows_columns) faults.push_back({"/layout/columns", "required", "choose a profile, or say which column fills which field"});
    return faults;
}

ColumnMap::ColumnMap(const Layout& layout) {
    if (layout.columns)
        for (const auto& rule : *layout.columns) by_name_.emplace(lower_ascii(rule.column.str()), Target{rule.field.str(), &rule});
    auto feeds = feeds_of(layout.profile.value_or(Profile::custom));
    for (const auto& known : known_columns()) {
        if (std::ranges::find(feeds, known.feed) == feeds.end()) continue;
        if (!known.position.empty()) {
            by_name_.emplace(known.position, Target{known.field});
            continue;
        }
        std::string_view name = known.column;
        if (name.starts_with("items[].")) by_name_.emplace(lower_ascii(name.substr(8)), Target{known.field});
        else if (name.starts_with("...")) by_suffix_.emplace(lower_ascii(name.substr(3)), Target{known.field});
        else by_name_.emplace(lower_ascii(name), Target{known.field});
        split(known.aliases, '|', [&](std::string_view alias) { by_name_.emplace(lower_ascii(alias), Target{known.field}); });
    }
}

std::optional<ColumnMap::Target> ColumnMap::find(std::string_view column, size_t position) const {
    auto name = lower_ascii(trim(column));
    if (auto found = by_name_.find(name); found != by_name_.end()) return found->second;
    if (auto found = by_name_.find(std::to_string(position)); name.empty() && found != by_name_.end()) return found->second;
    for (size_t at = 0; at != std::string::npos; at = name.find('.', at)) {  // "diamond.certificate.lab", "certificate.lab", "lab"
        if (at > 0) ++at;
        if (auto found = by_suffix_.find(std::string_view(name).substr(at)); found != by_suffix_.end()) return found->second;
    }
    return {};
}

std::optional<std::int64_t> millionths(std::string_view raw) {
    std::string text;
    for (char c : raw)
        if (c != ' ' && c != '$') text += c;
    auto dot = text.rfind('.'), comma = text.rfind(',');
    bool is_decimal_comma = dot == std::string::npos && comma != std::string::npos && text.find(',') == comma && text.size() - comma <= 3;
    if (is_decimal_comma) text[comma] = '.';
    std::erase(text, ',');
    std::int64_t whole = 0, part = 0, digits = 0;
    bool is_behind = false, has_digit = false;
    for (char c : text) {
        if (c == '.' && !is_behind) {
            is_behind = true;
            continue;
        }
        if (c < '0' || c > '9') return {};
        has_digit = true;
        if (!is_behind) {
            whole = whole * 10 + (c - '0');
            if (whole > 1'000'000'000'000) return {};
        } else if (digits < 6) {
            part = part * 10 + (c - '0'), ++digits;
        } else if (c != '0') {
            return {};
        }
    }
    if (!has_digit) return {};
    for (; digits < 6; ++digits) part *= 10;
    return whole * 1'000'000 + part;
}

std::string decimal_text(std::int64_t millionths) {
    auto part = std::to_string(1'000'000 + millionths % 1'000'000).substr(1);
    while (!part.empty() && part.back() == '0') part.pop_back();
    auto whole = std::to_string(millionths / 1'000'000);
    return part.empty() ? whole : whole + "." + part;
}

}  // namespace vitrine::suppliers
