#include "modules/imports/work.h"

namespace vitrine::imports {
namespace {

void type_values(const StoreFacts& facts, const ProductDraft& draft, std::vector<NamedValue>& values, std::uint64_t row, std::vector<ReportedFault>& faults) {
    for (auto& [code, value] : values) {
        auto typed = catalog::read_attribute(*facts.rules, code, value, draft.category);
        if (typed) value = std::move(*typed);
        else faults.push_back({std::int64_t(row), "attr:" + code, typed.error().code, typed.error().text});
    }
}

std::map<std::string, std::string> as_map(const std::vector<NamedValue>& values) { return {values.begin(), values.end()}; }

}  // namespace

void type_attributes(const StoreFacts& facts, ProductDraft& draft, std::vector<ReportedFault>& faults) {
    type_values(facts, draft, draft.attributes, draft.row, faults);
    std::vector<std::map<std::string, std::string>> of_variants;
    for (auto& variant : draft.variants) {
        type_values(facts, draft, variant.attributes, variant.row, faults);
        of_variants.push_back(as_map(variant.attributes));
    }
    if (draft.status != "active") return;
    for (const auto& code : catalog::missing_attributes(*facts.rules, draft.category, as_map(draft.attributes), of_variants))
        faults.push_back({std::int64_t(draft.row), "attr:" + code, "attr.required", "Goods of this category need this attribute."});
}

}  // namespace vitrine::imports
