#include "modules/catalog/change.h"

#include <algorithm>

#include "io/html/sanitize.h"

namespace vitrine::catalog {
namespace {

template <class T>
std::optional<std::string> text_of(const Given<T>& given) {
    return given.value ? std::optional(given.value->str()) : std::nullopt;
}

void apply_options(FullProduct& product, const std::vector<OptionInput>& given, std::vector<Fault>& faults) {
    if (given.size() > most_options) faults.push_back({"/options", "option.too_many", "a product has " + std::to_string(most_options) + " options at most"});
    std::vector<OptionView> options;
    for (size_t i = 0; i < given.size(); ++i) {
        auto pointer = "/options/" + std::to_string(i);
        OptionView option{given[i].name.str(), {}};
        if (std::ranges::find(options, option.name, &OptionView::name) != options.end()) faults.push_back({pointer + "/name", "option.duplicate", "another option has this name"});
        if (given[i].values.empty() || given[i].values.size() > most_option_values)
            faults.push_back({pointer + "/values", "option.values", "give 1 to " + std::to_string(most_option_values) + " values"});
        for (size_t v = 0; v < given[i].values.size(); ++v) {
            auto value = given[i].values[v].str();
            if (std::ranges::find(option.values, value) != option.values.end()) faults.push_back({pointer + "/values/" + std::to_string(v), "option.duplicate", "this value stands here twice"});
            option.values.push_back(std::move(value));
        }
        options.push_back(std::move(option));
    }
    product.options = {to_json(options)};
}

void apply_tags(FullProduct& product, const std::vector<Text<1, 40>>& given, std::vector<Fault>& faults) {
    if (given.size() > most_tags) faults.push_back({"/tags", "tags.too_many", "a product has " + std::to_string(most_tags) + " tags at most"});
    product.tags.clear();
    for (const auto& tag : given)
        if (std::ranges::find(product.tags, tag.str()) == product.tags.end()) product.tags.push_back(tag.str());
}

}  // namespace

CategoryName category_name(const std::optional<std::string>& given, std::optional<CategoryId> otherwise) {
    if (!given) return {"", otherwise};
    if (auto id = CategoryId::parse(*given)) return {"", id};
    return {*given, {}};
}

bool is_in_window(const FullProduct& product, Instant now) {
    return (!product.published_from || *product.published_from <= now) && (!product.published_until || now < *product.published_until);
}

std::string slug_from(std::string_view title, ProductId id) {
    std::string slug;
    for (char c : lower_ascii(title)) {
        if (slug.size() >= 80) break;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) slug += c;
        else if (!slug.empty() && slug.back() != '-') slug += '-';
    }
    while (slug.ends_with('-')) slug.pop_back();
    return slug.empty() ? "product-" + uuid_base32(id.value).substr(14) : slug;
}

void merge_attributes(std::map<std::string, std::string>& into, const std::map<std::string, RawJson>& given, const AttributeRules& rules, CategoryId category,
                      const std::string& pointer, std::vector<Fault>& faults) {
    for (const auto& [code, json] : given) {
        if (json.text == "null") into.erase(code);
        else if (auto value = rules.read(code, json, category, pointer + "/" + code, faults)) into[code] = std::move(*value);
    }
}

void apply_change(FullProduct& product, const ProductChange& in, const AttributeRules& rules, std::vector<Fault>& faults) {
    if (in.slug) product.slug = in.slug->str();
    if (in.title) product.title = in.title->str();
    if (in.title_local) product.title_local = text_of(in.title_local);
    if (in.description) {
        auto text = text_of(in.description).value_or("");
        product.description = html::is_markup(text) ? html::sanitize(text) : std::move(text);
    }
    if (in.brand) product.brand = text_of(in.brand);
    if (in.tags) apply_tags(product, *in.tags, faults);
    if (in.seo) product.seo = {in.seo.value ? to_json(*in.seo.value) : "{}"};
    if (in.is_unique) product.is_unique = *in.is_unique;
    if (in.options) apply_options(product, *in.options, faults);
    if (in.published_from) product.published_from = in.published_from.value;
    if (in.published_until) product.published_until = in.published_until.value;
    if (product.published_from && product.published_until && *product.published_until <= *product.published_from)
        faults.push_back({"/published_until", "out_of_range", "it ends before it begins"});
    auto attributes = attribute_map(product.attributes);
    if (in.attributes) merge_attributes(attributes, *in.attributes, rules, product.category, "/attributes", faults);
    // A new category may not have what the old one had: that must not vanish unseen.
    for (const auto& [code, value] : attributes) {
        bool is_told = in.attributes && in.attributes->contains(code);
        if (in.category && !is_told && rules.find(code) && !rules.may_stand(code, product.category))
            faults.push_back({"/attributes/" + code, "attr.not_of_category", "goods of the new category do not have this attribute; take it away with null"});
    }
    product.attributes = {to_json(attributes)};
}

}  // namespace vitrine::catalog
