#include "modules/imports/import_rows_header.h"

#include <algorithm>

#include "modules/imports/import_rows_cells.h"

namespace vitrine::imports {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Column::count)> column_names{
    "product_slug", "title", "title_local", "description", "category", "brand", "tags", "status", "sku", "barcode",
    "price", "compare_at_price", "currency", "stock", "weight_grams"};

constexpr std::array needed{Column::product_slug, Column::title, Column::category,
                            Column::sku, Column::price, Column::currency};

bool is_attribute_name(std::string_view name) {
    return !name.empty() && name.size() <= 40 && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
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
        if (header.options.size() == 3) return "header.too_many_options";
        header.options.push_back({field, std::string(option), {}});
        return {};
    }
    if (name.starts_with("attr:")) {
        const auto attribute = name.substr(5);
        if (!is_attribute_name(attribute)) return "header.attr_name_invalid";
        if (header.attributes.size() == limits.attributes) return "header.too_many_attributes";
        auto rule = lookup.attribute ? lookup.attribute(attribute) : AttributeRule{};
        header.attributes.push_back({field, std::string(attribute), rule});
        return rule ? std::string_view{} : "attr.unknown";
    }
    const auto* known = std::ranges::find(column_names, name);
    if (known == column_names.end()) return "header.unknown_column";
    header.fields[static_cast<std::size_t>(known - column_names.begin())] = field;
    return {};
}

}  // namespace

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
        if (!code.empty()) on_fault(name, code);
    }
    bool complete = true;
    for (const auto column : needed) {
        if (header.field(column) != ImportHeader::absent) continue;
        on_fault(column_names[static_cast<std::size_t>(column)], "header.missing_column");
        complete = false;
    }
    return complete ? std::optional(std::move(header)) : std::nullopt;
}

}  // namespace vitrine::imports
