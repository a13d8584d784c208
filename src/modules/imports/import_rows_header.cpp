#include "modules/imports/import_rows_header.h"

#include <algorithm>

#include "modules/imports/import_rows_cells.h"

namespace vitrine::imports {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Column::count)> column_names{
    "product_slug", "title", "title_local", "description", "category", "brand", "tags", "status", "sku", "barcode",
    "price", "compare_at_price", "currency", "stock", "weight_grams", "images", "image_alts", "variant_image"};

constexpr std::size_t most_options = 3, most_option_pairs = 5;

constexpr std::array needed{Column::product_slug, Column::title, Column::category,
                            Column::sku, Column::price, Column::currency};


/// A column of a pair, such as option2_value: the number and which half it is.
struct PairColumn {
    std::size_t number = 0;
    bool is_name = false;
};
std::optional<PairColumn> pair_column(std::string_view name, std::string_view family) {
    if (!name.starts_with(family)) return {};
    name.remove_prefix(family.size());
    PairColumn found;
    while (!name.empty() && name[0] >= '0' && name[0] <= '9' && found.number < 1'000) {
        found.number = found.number * 10 + static_cast<std::size_t>(name[0] - '0');
        name.remove_prefix(1);
    }
    found.is_name = name == "_name";
    return found.number > 0 && (found.is_name || name == "_value") ? std::optional(found) : std::nullopt;
}

/// False when there are more pairs than `most`.
bool place_pair(std::vector<ImportHeader::Named>& pairs, std::size_t field, PairColumn column, std::size_t most) {
    if (column.number > most) return false;
    if (pairs.size() < column.number) pairs.resize(column.number, {.field = ImportHeader::absent, .name = {}, .name_field = ImportHeader::absent, .rule = {}});
    auto& pair = pairs[column.number - 1];
    (column.is_name ? pair.name_field : pair.field) = field;
    return true;
}

/// Puts one column where it belongs; answers with a fault code or nothing.
std::string_view place(ImportHeader& header, std::size_t field, std::string_view name, const ImportLookup& lookup,
                       const ImportLimits& limits) {
    if (name.empty()) return "header.empty_column";
    if (std::ranges::find(header.names.begin(), header.names.end() - 1, name) != header.names.end() - 1)
        return "header.duplicate_column";
    if (name.starts_with("option:")) {
        const auto option = cells::trim(name.substr(7));
        if (option.empty() || cells::is_longer_than(option, 40) || !cells::check_text(option, false).empty())
            return "header.option_name_invalid";
        if (header.options.size() == most_options) return "header.too_many_options";
        header.options.push_back({.field = field, .name = std::string(option), .name_field = ImportHeader::absent, .rule = {}});
        return {};
    }
    if (auto pair = pair_column(name, "option")) return place_pair(header.option_pairs, field, *pair, most_option_pairs) ? "" : "header.too_many_options";
    if (auto pair = pair_column(name, "attribute")) return place_pair(header.attribute_pairs, field, *pair, limits.attributes) ? "" : "header.too_many_attributes";
    if (name.starts_with("attr:")) {
        const auto attribute = name.substr(5);
        if (!cells::is_attribute_name(attribute)) return "header.attr_name_invalid";
        if (header.attributes.size() == limits.attributes) return "header.too_many_attributes";
        auto rule = lookup.attribute ? lookup.attribute(attribute) : AttributeRule{};
        header.attributes.push_back({.field = field, .name = std::string(attribute), .name_field = ImportHeader::absent, .rule = rule});
        return rule ? std::string_view{} : "attr.unknown";
    }
    const auto* known = std::ranges::find(column_names, name);
    if (known == column_names.end()) return "header.unknown_column";
    header.fields[static_cast<std::size_t>(known - column_names.begin())] = field;
    return {};
}

/// Pairs come after the columns that carry their name; half a pair is a fault.
void join_pairs(ImportHeader& header, const HeaderFault& on_fault) {
    for (auto [pairs, into] : {std::pair{&header.option_pairs, &header.options}, std::pair{&header.attribute_pairs, &header.attributes}}) {
        for (const auto& pair : *pairs) {
            if (pair.field != ImportHeader::absent && pair.name_field != ImportHeader::absent) {
                into->push_back(pair);
                continue;
            }
            const auto half = std::min(pair.field, pair.name_field);
            if (half != ImportHeader::absent) on_fault(half, header.name_of(half), "header.half_a_pair");
        }
    }
}

}  // namespace

std::string_view ImportHeader::column_name(Column column) { return column_names[static_cast<std::size_t>(column)]; }

std::string ImportHeader::name_of(std::size_t field) const {
    return field < names.size() ? names[field] : std::string{};
}

std::optional<ImportHeader> read_header(const CsvRecord& record, const ImportLookup& lookup, const ImportLimits& limits,
                                        const HeaderFault& on_fault) {
    ImportHeader header;
    header.fields.fill(ImportHeader::absent);
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        const auto name = cells::trim(record.fields[i]);
        header.names.emplace_back(name);
        const auto code = place(header, i, name, lookup, limits);
        if (!code.empty()) on_fault(i, name, code);
    }
    join_pairs(header, on_fault);
    bool complete = true;
    for (const auto column : needed) {
        if (header.field(column) != ImportHeader::absent) continue;
        on_fault(ImportHeader::absent, ImportHeader::column_name(column), "header.missing_column");
        complete = false;
    }
    return complete ? std::optional(std::move(header)) : std::nullopt;
}

}  // namespace vitrine::imports
