#include "modules/catalog/variants.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "modules/catalog/change.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// A GTIN's last digit makes the weighted sum of all a multiple of ten (GS1 General Specifications 7.9).
bool is_gtin(std::string_view text) {
    if (text.size() != 8 && text.size() != 12 && text.size() != 13 && text.size() != 14) return false;
    int sum = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        char c = text[text.size() - 1 - i];
        if (c < '0' || c > '9') return false;
        sum += (c - '0') * (i % 2 == 0 ? 1 : 3);
    }
    return sum % 10 == 0;
}

/// The given options in the order they are declared; faults for missing, unknown and extra ones.
Pairs read_options(const std::map<std::string, std::string>& given, const std::vector<OptionView>& options, const std::string& pointer, std::vector<Fault>& faults) {
    Pairs out;
    for (const auto& option : options) {
        auto value = given.find(option.name);
        if (value == given.end()) faults.push_back({pointer, "option.missing", "say which " + option.name});
        else if (std::ranges::find(option.values, value->second) == option.values.end())
            faults.push_back({pointer + "/" + option.name, "option.value_unknown", option.name + " does not come in this; add the value to the product's options first"});
        else out.emplace_back(option.name, value->second);
    }
    for (const auto& [name, value] : given)
        if (std::ranges::find(options, name, &OptionView::name) == options.end()) faults.push_back({pointer + "/" + name, "option.unknown", "the product has no such option"});
    return out;
}

}  // namespace

void check_declared(const FullProduct& product, const std::vector<FullVariant>& variants, std::vector<Fault>& faults) {
    auto options = options_of(product, variants);
    std::set<Pairs> seen;
    for (const auto& variant : variants) {
        if (variant.status != "active") continue;
        auto pairs = option_pairs(variant.options);
        std::map<std::string, std::string> given(pairs.begin(), pairs.end());
        std::vector<Fault> own;
        auto ordered = read_options(given, options, "/options", own);
        if (!own.empty()) faults.push_back({"/options", "option.in_use", "the article " + variant.sku + " does not fit: " + own[0].detail});
        else if (!seen.insert(ordered).second) faults.push_back({"/options", "option.duplicate_combination", "two articles would be the same, one is " + variant.sku});
        if (faults.size() > 20) return;
    }
}

void apply_change(FullVariant& variant, const VariantChange& in, const FullProduct& product, const std::vector<OptionView>& options, const AttributeRules& rules,
                  const std::string& pointer, std::vector<Fault>& faults) {
    if (in.sku) variant.sku = in.sku->str();
    if (in.barcode) {
        variant.barcode = in.barcode.value ? std::optional(in.barcode->str()) : std::nullopt;
        if (variant.barcode && !is_gtin(*variant.barcode)) faults.push_back({pointer + "/barcode", "barcode.malformed", "a barcode has 8, 12, 13 or 14 digits, the last of which checks the others"});
    }
    if (in.options) variant.options = pairs_json(read_options(*in.options, options, pointer + "/options", faults));
    if (in.attributes) {
        auto attributes = attribute_map(variant.attributes);
        merge_attributes(attributes, *in.attributes, rules, product.category, pointer + "/attributes", faults);
        variant.attributes = {to_json(attributes)};
    }
    if (in.weight_grams) variant.weight_grams = in.weight_grams.value ? std::optional(in.weight_grams->value) : std::nullopt;
    if (in.dimensions_mm) {
        variant.length_mm = variant.width_mm = variant.height_mm = std::nullopt;
        if (in.dimensions_mm.value) variant.length_mm = in.dimensions_mm->length, variant.width_mm = in.dimensions_mm->width, variant.height_mm = in.dimensions_mm->height;
    }
    if (in.position) variant.position = std::int32_t(in.position->value);
    if (in.is_active) variant.status = *in.is_active ? "active" : "archived";
}

Task<std::vector<Fault>> find_taken_codes(pg::Tx& tx, const std::vector<FullVariant>& changed, const std::function<std::string(size_t)>& pointer_of) {
    std::vector<std::string> skus, barcodes;
    for (const auto& variant : changed) {
        skus.push_back(variant.sku);
        if (variant.barcode) barcodes.push_back(*variant.barcode);
    }
    auto owners = co_await tx.ask(code_owners(skus, barcodes));
    std::map<std::string, VariantId> sku_owner, barcode_owner;
    for (const auto& owner : owners) {
        sku_owner.emplace(owner.sku, owner.id);
        if (owner.barcode) barcode_owner.emplace(*owner.barcode, owner.id);
    }
    std::vector<Fault> faults;
    auto claim = [&](std::map<std::string, VariantId>& owned, const std::string& code, VariantId by, std::string pointer, std::string_view what) {
        auto [owner, is_free] = owned.emplace(code, by);
        if (!is_free && owner->second != by) faults.push_back({std::move(pointer), std::string(what) + ".taken", code + " belongs to another article"});
    };
    for (size_t i = 0; i < changed.size(); ++i) {
        claim(sku_owner, changed[i].sku, changed[i].id, pointer_of(i) + "/sku", "sku");
        if (changed[i].barcode) claim(barcode_owner, *changed[i].barcode, changed[i].id, pointer_of(i) + "/barcode", "barcode");
    }
    co_return faults;
}

void write_variants(pg::Tx& tx, ProductId product, const std::vector<FullVariant>& variants) {
    std::vector<VariantId> ids;
    std::vector<std::string> skus, states;
    std::vector<std::optional<std::string>> barcodes;
    std::vector<std::int32_t> positions;
    std::vector<RawJson> options, attributes;
    std::vector<std::optional<std::int64_t>> weights, lengths, widths, heights;
    for (const auto& variant : variants) {
        ids.push_back(variant.id);
        skus.push_back(variant.sku);
        barcodes.push_back(variant.barcode);
        states.push_back(variant.status);
        positions.push_back(variant.position);
        options.push_back(variant.options);
        attributes.push_back(variant.attributes);
        weights.push_back(variant.weight_grams);
        lengths.push_back(variant.length_mm);
        widths.push_back(variant.width_mm);
        heights.push_back(variant.height_mm);
    }
    tx.send(sql::write_variants(product, ids, skus, barcodes, states, positions, options, attributes, weights, lengths, widths, heights));
}

std::optional<Refusal> taken_meanwhile(const pg::Error& error) {
    if (error.constraint == "variants_store_id_sku_key") return refuse(code_taken, "somebody took one of the SKUs meanwhile").error();
    if (error.constraint == "variants_store_id_barcode_key") return refuse(code_taken, "somebody took one of the barcodes meanwhile").error();
    return {};
}

}  // namespace vitrine::catalog
