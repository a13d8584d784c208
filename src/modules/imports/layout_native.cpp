#include <algorithm>
#include <stdexcept>

#include "core/text.h"
#include "io/html/sanitize.h"
#include "modules/imports/import_rows_cells.h"
#include "modules/imports/import_rows_header.h"
#include "modules/imports/layout.h"

namespace vitrine::imports {
namespace {

const std::string* value_of(const std::vector<NamedValue>& values, const std::string& name) {
    auto at = std::ranges::find(values, name, &NamedValue::first);
    return at == values.end() ? nullptr : &at->second;
}

std::string joined(const std::vector<std::string>& values, char mark) {
    std::string out;
    for (const auto& value : values) out += (out.empty() ? "" : std::string(1, mark)) + value;
    return out;
}

/// Our own columns: a product's values in its first row, options by name and value so that every product may have its own.
class Native final : public Layout {
public:
    explicit Native(LayoutFacts facts) : facts_(std::move(facts)) {}

    std::vector<std::string> header() const override {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < static_cast<std::size_t>(Column::count); ++i) names.emplace_back(ImportHeader::column_name(static_cast<Column>(i)));
        for (std::size_t i = 1; i <= facts_.options; ++i) names.push_back("option" + std::to_string(i) + "_name"), names.push_back("option" + std::to_string(i) + "_value");
        for (const auto& code : facts_.attributes) names.push_back("attr:" + code);
        return names;
    }

    void write(const ProductDraft& product, const RowSink& sink) const override {
        for (const auto& variant : product.variants) {
            bool is_first = &variant == &product.variants.front();
            std::vector<std::string> row(static_cast<std::size_t>(Column::count));
            auto put = [&row](Column column, std::string text) { row[static_cast<std::size_t>(column)] = std::move(text); };
            put(Column::product_slug, product.slug);
            if (is_first) put_product(product, put);
            put_variant(variant, put);
            for (std::size_t i = 0; i < facts_.options; ++i) {
                bool is_there = i < variant.options.size();
                row.push_back(is_there ? cells::guarded(variant.options[i].first) : std::string());
                row.push_back(is_there ? cells::guarded(variant.options[i].second) : std::string());
            }
            for (const auto& code : facts_.attributes) row.push_back(attribute(product, variant, code));
            sink(row);
        }
    }

private:
    static void put_product(const ProductDraft& product, const auto& put) {
        std::vector<std::string> urls, texts;
        for (const auto& image : product.images) urls.push_back(image.url), texts.push_back(image.alt);
        bool has_texts = std::ranges::any_of(texts, [](const auto& text) { return !text.empty(); });
        put(Column::title, cells::guarded(product.title));
        put(Column::title_local, cells::guarded(product.title_local));
        put(Column::description, html::is_markup(product.description) ? product.description : cells::guarded(product.description));
        put(Column::category, product.category);
        put(Column::brand, cells::guarded(product.brand));
        put(Column::tags, cells::guarded(joined(product.tags, '|')));
        put(Column::status, product.status);
        put(Column::images, joined(urls, '|'));
        std::string alts;
        for (std::size_t i = 0; has_texts && i < texts.size(); ++i) alts += (i ? "|" : "") + texts[i];
        put(Column::image_alts, cells::guarded(alts));
    }
    static void put_variant(const VariantDraft& variant, const auto& put) {
        put(Column::sku, variant.sku);
        put(Column::barcode, variant.barcode);
        put(Column::price, format_major(variant.price));
        if (variant.compare_at_price) put(Column::compare_at_price, format_major(*variant.compare_at_price));
        put(Column::currency, std::string(variant.price.currency.code()));
        if (variant.stock) put(Column::stock, std::to_string(*variant.stock));
        if (variant.weight_grams) put(Column::weight_grams, std::to_string(*variant.weight_grams));
        put(Column::variant_image, variant.image_url);
    }
    /// Blank in a later row means "as in the first row", so what differs says so even when it is nothing.
    static std::string attribute(const ProductDraft& product, const VariantDraft& variant, const std::string& code) {
        auto own = [&](const VariantDraft& asked) {
            auto* value = value_of(asked.attributes, code);
            return value ? *value : value_of(product.attributes, code) ? *value_of(product.attributes, code) : std::string();
        };
        auto value = own(variant);
        auto first = own(product.variants.front());
        if (&variant != &product.variants.front() && value == first) return {};
        if (value.empty() && !first.empty()) return std::string(cells::no_attribute);
        return cells::is_number(value) ? value : cells::guarded(value);
    }

    LayoutFacts facts_;
};

}  // namespace

std::string encoded_line(std::string_view text) {
    if (html::decode_entities(text) == text) return std::string(text);
    std::string out;
    for (char c : text) out += c == '&' ? std::string("&amp;") : std::string(1, c);
    return out;
}

std::string encoded_description(std::string_view description) {
    return html::is_markup(description) ? std::string(description) : escape_html(description);
}

std::string joined_by_commas(const std::vector<std::string>& values) {
    std::string out;
    for (const auto& value : values) {
        if (!out.empty()) out += ", ";
        for (char c : value) out += c == ',' ? std::string("\\,") : std::string(1, c);
    }
    return out;
}

std::unique_ptr<Layout> native_layout(LayoutFacts facts) { return std::make_unique<Native>(std::move(facts)); }

std::unique_ptr<Layout> make_layout(Format format, LayoutFacts facts) {
    switch (format) {
    case Format::native: return native_layout(std::move(facts));
    case Format::shopify: return shopify_layout(std::move(facts));
    case Format::woocommerce: return woocommerce_layout(std::move(facts));
    case Format::categories: break;
    }
    throw std::logic_error("categories have no products to lay out");
}

}  // namespace vitrine::imports
