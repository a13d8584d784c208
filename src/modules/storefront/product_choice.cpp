#include "modules/storefront/product_choice.h"

#include <algorithm>
#include <map>
#include <vector>

#include "core/check.h"

namespace vitrine::storefront {
namespace {

using Options = std::map<std::string, std::string>;

std::string options_text(const search::VariantView& variant) {
    std::string text;
    for (const auto& [name, value] : variant.options) text += (text.empty() ? "" : ", ") + value;
    return text.empty() ? variant.sku.str() : text;
}

std::string options_label(const search::VariantView& variant) {
    std::string text;
    for (const auto& [name, value] : variant.options) text += (text.empty() ? "" : " and ") + name;
    return text.empty() ? "Choose" : text;
}

bool has_many(const search::ProductView& product) { return product.variants.size() > most_buttons && !product.variants.front().options.empty(); }

}  // namespace

const search::VariantView& chosen_variant(const search::ProductView& product, std::string_view id) {
    check(!product.variants.empty(), "a published product has a variant");
    for (const auto& variant : product.variants)
        if (!id.empty() && variant.id.text() == id) return variant;
    for (const auto& variant : product.variants)
        if (variant.available > 0) return variant;
    return product.variants.front();
}

const search::VariantView* asked_variant(const search::ProductView& product, const shape::Fields& query) {
    Options asked;
    for (const auto& [name, value] : query)
        if (name.starts_with("o[") && name.ends_with(']')) asked[name.substr(2, name.size() - 3)] = value;
    if (asked.empty()) return nullptr;
    const search::VariantView* best = nullptr;
    std::pair<std::int64_t, bool> best_fit{-1, false};
    for (const auto& variant : product.variants) {
        auto fits = std::ranges::count_if(asked, [&](const auto& wish) {
            auto own = variant.options.find(wish.first);
            return own != variant.options.end() && own->second == wish.second;
        });
        std::pair<std::int64_t, bool> fit{fits, variant.available > 0};
        if (fit > best_fit) best_fit = fit, best = &variant;
    }
    return best;
}

html::Data variant_buttons(const search::ProductView& product, const search::VariantView& selected) {
    if (product.variants.size() < 2 || has_many(product)) return false;
    html::List list;
    for (const auto& variant : product.variants) {
        list.push_back(html::Data{{"variant", variant.id.text()},
                                  {"href", "/p/" + product.slug + "?v=" + variant.id.text()},
                                  {"label", options_text(variant)},
                                  {"price", format_for_people(variant.price)},
                                  {"checked", variant.id == selected.id},
                                  {"unavailable", variant.available <= 0}});
    }
    return html::Data{{"label", options_label(product.variants.front())}, {"options", std::move(list)}};
}

html::Data option_lists(const search::ProductView& product, const search::VariantView& selected) {
    if (!has_many(product)) return false;
    std::map<Options, const search::VariantView*> by_options;
    std::vector<std::pair<std::string, std::vector<std::string>>> values;  // in the order the variants have them
    for (const auto& variant : product.variants) {
        by_options.emplace(variant.options, &variant);
        for (const auto& [name, value] : variant.options) {
            auto known = std::ranges::find(values, name, [](const auto& each) { return each.first; });
            if (known == values.end()) known = values.insert(values.end(), {name, {}});
            if (std::ranges::find(known->second, value) == known->second.end()) known->second.push_back(value);
        }
    }
    html::List lists;
    for (const auto& [name, all] : values) {
        html::List options;
        for (const auto& value : all) {
            auto wish = selected.options;
            wish[name] = value;
            auto found = by_options.find(wish);
            std::string note = found == by_options.end() ? " – not with this choice" : found->second->available <= 0 ? " – sold out" : "";
            auto own = selected.options.find(name);
            options.push_back(html::Data{{"value", value}, {"label", value + note}, {"selected", own != selected.options.end() && own->second == value}});
        }
        lists.push_back(html::Data{{"name", "o[" + name + "]"}, {"id", "option-" + std::to_string(lists.size())}, {"label", name}, {"values", std::move(options)}});
    }
    return html::Data{{"action", "/p/" + product.slug}, {"lists", std::move(lists)}, {"count_text", std::to_string(product.variants.size()) + " versions"}};
}

}  // namespace vitrine::storefront
