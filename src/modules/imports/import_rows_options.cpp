#include <algorithm>
#include <utility>

#include "modules/imports/import_rows_assemble.h"
#include "modules/imports/import_rows_cells.h"

/// The part of the assembler that looks across the variants of one product: options and attributes.
namespace vitrine::imports {
namespace {

bool has_name(const std::vector<NamedValue>& values, std::string_view name) {
    return std::ranges::find(values, name, &NamedValue::first) != values.end();
}

}  // namespace

/// The option's name: the header's, or of a pair what the product's first row says; later rows leave it blank or say the same.
std::string_view ProductAssembler::option_name(const CsvRecord& record, std::size_t slot) {
    const auto& option = header_.options[slot];
    if (option.name_field == ImportHeader::absent) return option.name;
    const auto found = cell(record, option.name_field);
    auto& known = option_names_[slot];
    if (rows_ == 1) known = found.text;
    else if (!found.text.empty() && found.text != known) fault(found, "product.conflicting_value");
    if (rows_ == 1 && !known.empty() && !fault(found, cells::check_text(known, false, found.is_guarded)) && cells::is_longer_than(known, 40)) fault(found, "header.option_name_invalid");
    return known;
}

void ProductAssembler::read_options(const CsvRecord& record, VariantDraft& variant) {
    const bool is_first = draft_.variants.empty();
    bool consistent = true;
    for (std::size_t slot = 0; slot < header_.options.size(); ++slot) {
        const auto found = cell(record, header_.options[slot].field);
        const auto name = option_name(record, slot);
        if (!found.is_usable) {
            consistent = false;
            continue;
        }
        const bool was_used = !is_first && has_name(draft_.variants.front().options, name);
        if (!is_first && was_used == found.text.empty()) {
            fault(found, "option.inconsistent");
            consistent = false;
        }
        if (found.text.empty()) continue;
        if (name.empty() && fault(found, "option.name_missing")) continue;
        if (!fault(found, cells::check_text(found.text, false, found.is_guarded)) && cells::is_longer_than(found.text, 80)) fault(found, "option.too_long");
        variant.options.emplace_back(name, found.text);
    }
    if (!is_first && consistent) check_options_differ(record, variant);
}

void ProductAssembler::check_options_differ(const CsvRecord& record, const VariantDraft& variant) {
    const auto column = header_.options.empty() ? cell(record, Column::sku) : cell(record, header_.options.front().field);
    if (variant.options.empty()) {
        if (draft_.variants.size() == 1) fault(column, "option.needed");
        return;
    }
    if (std::ranges::count(draft_.variants, variant.options, &VariantDraft::options) > 0) fault(column, "option.duplicate_combination");
}

void ProductAssembler::read_attributes(const CsvRecord& record, VariantDraft& variant) {
    for (const auto& attribute : header_.attributes) {
        const auto found = cell(record, attribute.field);
        if (found.text.empty()) continue;
        if (attribute.name_field == ImportHeader::absent) {
            variant.attributes.emplace_back(attribute.name, found.text);
            check_attribute(found, attribute.rule);
            continue;
        }
        const auto name = cell(record, attribute.name_field);
        if (!cells::is_attribute_name(name.text) || has_name(variant.attributes, name.text)) {
            fault(name, "attr.name_invalid");
            continue;
        }
        const auto rule = lookup_.attribute ? lookup_.attribute(name.text) : AttributeRule{};
        variant.attributes.emplace_back(name.text, found.text);
        if (rule || !fault(name, "attr.unknown")) check_attribute(found, rule);
    }
}

void ProductAssembler::check_attribute(const Cell& found, const std::optional<AttributeRule>& rule) {
    if (found.text == cells::no_attribute) return;
    const bool numeric = rule && rule->kind == AttributeRule::Kind::number;
    if (numeric ? !cells::is_number(found.text) && fault(found, "attr.not_a_number") : fault(found, cells::check_text(found.text, false, found.is_guarded))) return;
    if (cells::is_longer_than(found.text, 200)) fault(found, "attr.too_long");
    if (!rule) return;
    const bool yes_no = rule->kind == AttributeRule::Kind::yes_no;
    if (yes_no && found.text != "yes" && found.text != "no") fault(found, "attr.not_yes_no");
    if (!rule->allowed.empty() && std::ranges::count(rule->allowed, found.text) == 0) fault(found, "attr.not_in_list");
}

/// Moves attributes that all variants share up to the product. A later row that leaves one blank has the first row's; what says that a variant
/// has none of it is taken away at the end.
void ProductAssembler::share_attributes() {
    auto& variants = draft_.variants;
    const auto first = variants.front().attributes;
    for (auto& variant : variants) {
        for (const auto& inherited : first) {
            if (!has_name(variant.attributes, inherited.first)) variant.attributes.push_back(inherited);
        }
    }
    for (const auto& shared : first) {
        const bool is_everywhere = std::ranges::all_of(variants, [&](const VariantDraft& variant) { return std::ranges::count(variant.attributes, shared) > 0; });
        if (!is_everywhere) continue;
        for (auto& variant : variants) std::erase(variant.attributes, shared);
        draft_.attributes.push_back(shared);
    }
    const auto says_none = [](const NamedValue& value) { return value.second == cells::no_attribute; };
    std::erase_if(draft_.attributes, says_none);
    for (auto& variant : variants) std::erase_if(variant.attributes, says_none);
}

}  // namespace vitrine::imports
