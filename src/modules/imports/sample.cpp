#include "modules/imports/sample.h"

#include <string>

#include "modules/imports/sample_product.h"

namespace vitrine::imports {
namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

/// Decimals of the currencies the presets sell in; all of them have two.
constexpr std::int64_t minor_per_major = 100;

class Writer {
public:
    explicit Writer(const SampleSink& sink) : sink_(sink) { text_.reserve(piece_bytes + 4096); }

    void field(std::string_view value) {
        if (!is_first_) text_ += ',';
        is_first_ = false;
        if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
            text_ += value;
            return;
        }
        text_ += '"';
        for (const char c : value) text_ += c == '"' ? "\"\"" : std::string_view(&c, 1);
        text_ += '"';
    }

    void number(std::int64_t value) { field(std::to_string(value)); }

    void money(std::int64_t minor) {
        auto cents = std::to_string(minor % minor_per_major);
        field(std::to_string(minor / minor_per_major) + (cents.size() < 2 ? ".0" : ".") + cents);
    }

    void end_row() {
        text_ += '\n';
        is_first_ = true;
        if (text_.size() >= piece_bytes) flush();
    }

    void flush() {
        if (!text_.empty()) sink_(text_);
        text_.clear();
    }

private:
    const SampleSink& sink_;
    std::string text_;
    bool is_first_ = true;
};

void write_header(Writer& out, const SampleRecipe& recipe) {
    for (const auto* name : {"product_slug", "title", "title_local", "description", "category", "brand", "tags", "status", "sku", "barcode"})
        out.field(name);
    for (const auto& option : recipe.options) out.field("option:" + option);
    for (const auto* name : {"price", "compare_at_price", "currency", "stock", "weight_grams"}) out.field(name);
    for (const auto& attribute : recipe.attributes) out.field("attr:" + attribute.code);
    out.end_row();
}

std::string_view option_value(const SampleProduct& product, const SampleVariant& variant, std::size_t column) {
    if (!product.has_options) return {};
    for (const auto& [option, list] : product.kind->options) {
        if (option == column) return variant.words[list]->text;
    }
    return {};
}

std::string_view attribute_value(const SampleKind& kind, const SampleVariant& variant, const SampleAttribute& wanted) {
    for (const auto& [code, list] : kind.attributes) {
        if (code != wanted.code) continue;
        std::string_view value = variant.words[list]->text;
        if (!wanted.cut.empty() && value.ends_with(wanted.cut)) value.remove_suffix(wanted.cut.size());
        return value;
    }
    return {};
}

void write_variant(Writer& out, const SampleRecipe& recipe, const SampleProduct& product, const SampleVariant& variant) {
    // Later rows leave the product's own columns blank, as a person would.
    const bool is_first = &variant == &product.variants.front();
    auto once = [&](std::string_view value) { out.field(is_first ? value : std::string_view{}); };
    out.field(product.slug);
    once(product.title);
    once(product.title_local);
    once(product.description);
    once(product.kind->category);
    once(variant.words[product.kind->brand]->text);
    once(product.tags);
    once(product.status);
    out.field(variant.sku);
    out.field(variant.barcode);
    for (std::size_t i = 0; i < recipe.options.size(); ++i) out.field(option_value(product, variant, i));
    out.money(variant.price_minor);
    if (variant.compare_at_price_minor > 0) {
        out.money(variant.compare_at_price_minor);
    } else {
        out.field({});
    }
    out.field(recipe.currency);
    out.number(variant.stock);
    out.number(variant.weight_grams);
    for (const auto& attribute : recipe.attributes) out.field(attribute_value(*product.kind, variant, attribute));
    out.end_row();
}

}  // namespace

void sample_catalog(const SampleRecipe& recipe, std::uint64_t count, std::uint64_t seed, const SampleSink& sink) {
    Writer out(sink);
    write_header(out, recipe);
    for (std::uint64_t index = 0; index < count; ++index) {
        const auto product = sample_product(recipe, index, seed);
        for (const auto& variant : product.variants) write_variant(out, recipe, product, variant);
    }
    out.flush();
}

void sample_categories(const SampleRecipe& recipe, const SampleSink& sink) {
    Writer out(sink);
    for (const auto* name : {"slug", "name", "name_local", "parent_slug", "position"}) out.field(name);
    out.end_row();
    std::int64_t position = 0;
    for (const auto& category : recipe.categories) {
        out.field(category.slug);
        out.field(category.name);
        out.field(category.name_local);
        out.field(category.parent);
        out.number(++position);
        out.end_row();
    }
    out.flush();
}

}  // namespace vitrine::imports
