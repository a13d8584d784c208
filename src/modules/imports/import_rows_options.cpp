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

void ProductAssembler::read_options(const CsvRecord& record, VariantDraft& variant) {
    const bool is_first = draft_.variants.empty();
    bool consistent = true;
    for (const auto& option : header_.options) {
        const auto found = cell(record, option.field);
        if (!found.is_usable) {
            consistent = false;
            continue;
        }
        const bool was_used = !is_first && has_name(draft_.variants.front().options, option.name);
        if (!is_first && was_used == found.text.empty()) {
            fault(found, "option.inconsistent");
            consistent = false;
        }
        if (found.text.empty()) continue;
        if (!fault(found, cells::check_text(found.text, false)) && cells::is_longer_than(found.text, 80)) fault(found, "option.too_long");
        variant.options.emplace_back(option.name, found.text);
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
        variant.attributes.emplace_back(attribute.name, found.text);
        const bool numeric = attribute.rule && attribute.rule->kind == AttributeRule::Kind::number;
        if (numeric ? !cells::is_number(found.text) && fault(found, "attr.not_a_number")
                    : fault(found, cells::check_text(found.text, false)))
            continue;
        if (cells::is_longer_than(found.text, 200)) fault(found, "attr.too_long");
        if (!attribute.rule) continue;
        const bool yes_no = attribute.rule->kind == AttributeRule::Kind::yes_no;
        if (yes_no && found.text != "yes" && found.text != "no") fault(found, "attr.not_yes_no");
        const auto& allowed = attribute.rule->allowed;
        if (!allowed.empty() && std::ranges::count(allowed, found.text) == 0) fault(found, "attr.not_in_list");
    }
}

/// Moves attributes that all variants share up to the product. A later row that leaves one blank has the first row's.
void ProductAssembler::share_attributes() {
    auto& variants = draft_.variants;
    if (variants.size() == 1) {
        draft_.attributes = std::exchange(variants.front().attributes, {});
        return;
    }
    std::vector<NamedValue> kept;
    for (auto& first : variants.front().attributes) {
        auto differs = [&](const VariantDraft& variant) {
            const auto own = std::ranges::find(variant.attributes, first.first, &NamedValue::first);
            return own != variant.attributes.end() && own->second != first.second;
        };
        if (std::ranges::any_of(variants, differs)) {
            kept.push_back(first);
            continue;
        }
        for (auto& variant : variants) {
            if (&variant != &variants.front()) std::erase(variant.attributes, first);
        }
        draft_.attributes.push_back(std::move(first));
    }
    for (auto& variant : variants) {
        if (&variant == &variants.front()) continue;
        for (const auto& own : kept) {
            if (!has_name(variant.attributes, own.first)) variant.attributes.push_back(own);
        }
    }
    variants.front().attributes = std::move(kept);
}

}  // namespace vitrine::imports
