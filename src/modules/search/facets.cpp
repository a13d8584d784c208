#include "modules/search/facets.h"

#include <algorithm>

#include "modules/search/numbers.h"

namespace vitrine::search {
namespace {

constexpr size_t most_facets = 12, most_values = 30;

/// Numbers in their order, choices in the store's; what has no place there comes last.
void put_in_order(std::vector<FacetValue>& values, const Taxonomy& taxonomy, std::string_view code) {
    if (taxonomy.is_number(code)) {
        std::ranges::sort(values, {}, [](const FacetValue& value) {
            auto number = read_decimal(value.value);
            return std::tuple(!number, number.value_or(Decimal{}), std::string_view(value.value));
        });
    } else if (const auto& allowed = taxonomy.allowed(code); !allowed.empty()) {
        std::ranges::sort(values, {}, [&](const FacetValue& value) { return std::pair(std::ranges::find(allowed, value.value) - allowed.begin(), std::string_view(value.value)); });
    }
}

/// Up to so many documents for each value there is, it is quicker to look at every document's values than to intersect every value's bitmap.
constexpr std::uint64_t few_documents_per_value = 256;
/// The same for the values of one facet, where a document's other values are looked at for nothing.
constexpr std::uint64_t few_documents_per_own_value = 128;

}  // namespace

void FacetCounts::add(const Segment& segment, const Roaring& docs, std::string_view only_code) {
    auto cardinality = docs.cardinality();
    if (cardinality == 0) return;
    if (!only_code.empty()) return add_one(segment, docs, only_code);
    std::vector<std::uint32_t> counts(segment.values.size());
    if (cardinality <= few_documents_per_value * segment.values.size()) {
        std::vector<std::uint32_t> rows(cardinality);
        docs.toUint32Array(rows.data());
        for (auto doc : rows)
            for (auto value : segment.facet_values.of(doc)) ++counts[value];
    } else {
        for (std::uint32_t value = 0; value < counts.size(); ++value) counts[value] = std::uint32_t(segment.value_docs[value].and_cardinality(docs));
    }
    Counts* of_code = nullptr;
    std::uint32_t code = 0;
    for (auto value : segment.values_by_code) {
        if (!counts[value]) continue;
        if (!of_code || segment.values[value].code != code) code = segment.values[value].code, of_code = &by_code_[segment.string(code)];
        (*of_code)[segment.value_text(value)] += counts[value];
    }
}

/// A facet's own values: looked at document by document where these are few, else by bitmap.
void FacetCounts::add_one(const Segment& segment, const Roaring& docs, std::string_view code) {
    Counts* counts = nullptr;
    auto values = segment.values_of(code);
    if (docs.cardinality() <= few_documents_per_own_value * values.size()) {
        std::vector<std::uint32_t> rows(docs.cardinality()), found(segment.values.size());
        docs.toUint32Array(rows.data());
        for (auto doc : rows)
            for (auto value : segment.facet_values.of(doc)) ++found[value];
        for (auto value : values)
            if (found[value]) {
                if (!counts) counts = &by_code_[segment.value_code(value)];
                (*counts)[segment.value_text(value)] += found[value];
            }
        return;
    }
    for (auto value : values)
        if (auto count = segment.value_docs[value].and_cardinality(docs)) {
            if (!counts) counts = &by_code_[segment.value_code(value)];
            (*counts)[segment.value_text(value)] += std::int64_t(count);
        }
}

void FacetCounts::take(std::string_view code, FacetCounts&& other) {
    auto theirs = other.by_code_.find(code);
    by_code_.erase(code);
    if (theirs != other.by_code_.end()) by_code_.emplace(theirs->first, std::move(theirs->second));
}

NumberSpan FacetCounts::span(const Taxonomy& taxonomy, std::string_view code, const Counts& counts, const std::vector<std::string>* chosen) {
    NumberSpan out;
    if (auto unit = taxonomy.attribute_unit(code); !unit.empty()) out.unit = unit;
    std::optional<Decimal> least, most;
    for (const auto& [value, count] : counts) {
        auto number = read_decimal(value);
        if (!number) continue;
        if (!least || *number < *least) least = number, out.least = value;
        if (!most || *most < *number) most = number, out.most = value;
    }
    if (!chosen) return out;
    for (const auto& value : *chosen) {
        if (!read_range(value)) continue;
        auto dots = value.find("..");
        if (dots > 0) out.chosen_least = value.substr(0, dots);
        if (dots + 2 < value.size()) out.chosen_most = value.substr(dots + 2);
    }
    return out;
}

Facet FacetCounts::facet(const Taxonomy& taxonomy, std::string_view code, const Counts& counts, const std::vector<std::string>* chosen) const {
    Facet out{std::string(code), code == "brand" ? "Brand" : taxonomy.attribute_name(code), {}, {}};
    bool is_number = taxonomy.is_number(code);
    if (is_number) out.number = span(taxonomy, code, counts, chosen);
    auto is_chosen = [&](std::string_view value) { return chosen && std::ranges::find(*chosen, value) != chosen->end(); };
    for (const auto& [value, count] : counts) out.values.push_back({std::string(value), count, is_chosen(value)});
    if (chosen)
        for (const auto& value : *chosen)
            if (!counts.contains(value) && !(is_number && read_range(value))) out.values.push_back({value, 0, true});
    std::ranges::sort(out.values, [](const auto& a, const auto& b) { return std::tuple(-a.count, std::string_view(a.value)) < std::tuple(-b.count, std::string_view(b.value)); });
    for (size_t i = most_values; i < out.values.size();)
        if (out.values[i].chosen) ++i;
        else out.values.erase(out.values.begin() + std::ptrdiff_t(i));
    put_in_order(out.values, taxonomy, code);
    return out;
}

std::vector<Facet> FacetCounts::facets(const Taxonomy& taxonomy, const Tuning& tuning, const std::map<std::string, std::vector<std::string>>& chosen, std::int64_t total) const {
    struct Entry {
        size_t position;
        bool is_chosen, is_brand;
        std::int64_t covered;
        std::string_view code;
    };
    std::vector<Entry> entries;
    for (const auto& [code, counts] : by_code_) {
        bool is_chosen = chosen.contains(std::string(code));
        if (!is_chosen && (counts.size() < 2 || !taxonomy.is_facet(code))) continue;
        std::int64_t covered = 0;
        for (const auto& [value, count] : counts) covered += count;
        if (is_chosen || covered * 50 >= total) entries.push_back({tuning.facet_position(code), is_chosen, code == "brand", covered, code});
    }
    std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
        return std::tuple(a.position, !a.is_chosen, !a.is_brand, -a.covered, a.code) < std::tuple(b.position, !b.is_chosen, !b.is_brand, -b.covered, b.code);
    });
    std::vector<Facet> out;
    for (const auto& entry : entries) {
        if (out.size() >= most_facets && !entry.is_chosen) continue;
        auto found = chosen.find(std::string(entry.code));
        out.push_back(facet(taxonomy, entry.code, by_code_.at(entry.code), found == chosen.end() ? nullptr : &found->second));
    }
    for (const auto& [code, values] : chosen)  // chosen, but nothing here has it: the choice must be there to be undone
        if (!by_code_.contains(code)) out.push_back(facet(taxonomy, code, {}, &values));
    return out;
}

}  // namespace vitrine::search
