// WooCommerce's product CSV; see woocommerce.cpp. A variant's own attributes have no place in it.
#include <algorithm>

#include "modules/imports/import_rows_cells.h"
#include "modules/imports/layout.h"

namespace vitrine::imports {
namespace {

enum Place { type, sku, gtin, name, slug, published, featured, visibility, short_description, description, sale_starts, sale_ends, tax_status, in_stock, stock, backorders, weight, sale_price,
             regular_price, categories, tags, images, parent, brands, position, fixed_columns };

/// The exporter writes a line end as \n in two signs. A blank line between tags would be read as a new paragraph.
std::string with_written_line_ends(std::string_view text, bool is_markup) {
    std::string out;
    for (char c : text) {
        if (c == '\r') continue;
        if (c == '\n' && is_markup && out.ends_with("\\n")) continue;
        out += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return out;
}

class WooCommerce final : public Layout {
public:
    explicit WooCommerce(LayoutFacts facts) : facts_(std::move(facts)) { groups_ = std::max<std::size_t>(facts_.options, 1) + facts_.attributes.size(); }

    std::vector<std::string> header() const override {
        std::vector<std::string> names{"Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name", "Slug", "Published", "Is featured?", "Visibility in catalog", "Short description", "Description",
                                       "Date sale price starts", "Date sale price ends", "Tax status", "In stock?", "Stock", "Backorders allowed?", "Weight (g)", "Sale price", "Regular price",
                                       "Categories", "Tags", "Images", "Parent", "Brands", "Position"};
        for (std::size_t i = 1; i <= groups_; ++i)
            for (const char* part : {" name", " value(s)", " visible", " global"}) names.push_back("Attribute " + std::to_string(i) + part);
        return names;
    }

    void write(const ProductDraft& product, const RowSink& sink) const override {
        bool is_variable = product.variants.size() > 1 || !product.variants.front().options.empty();
        auto row = product_row(product, is_variable);
        if (!is_variable) {
            put_variant(product.variants.front(), row);
            return sink(row);
        }
        sink(row);
        for (std::size_t i = 0; i < product.variants.size(); ++i) sink(variation_row(product, i));
    }

private:
    std::vector<std::string> product_row(const ProductDraft& product, bool is_variable) const {
        std::vector<std::string> row(fixed_columns + 4 * groups_);
        row[type] = is_variable ? "variable" : "simple";
        if (is_variable) row[sku] = parent_key(product);
        row[name] = cells::guarded(encoded_line(product.title));
        row[slug] = product.slug;
        row[published] = product.status == "active" ? "1" : "-1";
        row[featured] = row[backorders] = "0";
        row[visibility] = "visible";
        auto text = encoded_description(product.description);
        row[description] = cells::guarded(with_written_line_ends(text, text.starts_with('<')));
        row[tax_status] = "taxable";
        row[in_stock] = "1";
        auto path = facts_.category_paths.find(product.category);
        row[categories] = cells::guarded(joined_by_commas({path == facts_.category_paths.end() ? product.category : encoded_line(path->second)}));
        std::vector<std::string> encoded, urls;
        for (const auto& tag : product.tags) encoded.push_back(encoded_line(tag));
        for (const auto& image : product.images) urls.push_back(image.url);
        row[tags] = cells::guarded(joined_by_commas(encoded));
        row[images] = joined_by_commas(urls);
        row[brands] = product.brand.empty() ? std::string() : cells::guarded(joined_by_commas({encoded_line(product.brand)}));
        row[position] = "0";
        std::size_t group = 0;
        for (const auto& option : product.variants.front().options) {
            std::vector<std::string> values;
            for (const auto& variant : product.variants)
                for (const auto& [key, value] : variant.options)
                    if (key == option.first && !std::ranges::count(values, encoded_line(value))) values.push_back(encoded_line(value));
            put_group(row, group++, option.first, joined_by_commas(values));
        }
        for (const auto& [code, value] : product.attributes) put_group(row, group++, code, joined_by_commas({encoded_line(value)}));
        return row;
    }

    std::vector<std::string> variation_row(const ProductDraft& product, std::size_t number) const {
        const auto& variant = product.variants[number];
        std::vector<std::string> row(fixed_columns + 4 * groups_);
        row[type] = "variation";
        row[name] = cells::guarded(encoded_line(product.title));
        row[published] = "1";
        row[visibility] = "visible";
        row[tax_status] = "parent";
        row[parent] = parent_key(product);
        row[position] = std::to_string(number + 1);
        row[images] = variant.image_url;
        put_variant(variant, row);
        std::size_t group = 0;
        for (const auto& [key, value] : variant.options) put_group(row, group++, key, joined_by_commas({encoded_line(value)}));
        return row;
    }

    /// A name for the parent that no article has: SKUs hold no colon.
    static std::string parent_key(const ProductDraft& product) { return "product:" + product.slug; }

    void put_group(std::vector<std::string>& row, std::size_t group, const std::string& key, std::string values) const {
        if (group >= groups_) return;
        auto at = fixed_columns + 4 * group;
        row[at] = cells::guarded(encoded_line(key));
        row[at + 1] = cells::guarded(values);
        row[at + 2] = "1";
        row[at + 3] = "0";
    }

    static void put_variant(const VariantDraft& variant, std::vector<std::string>& row) {
        row[sku] = variant.sku;
        row[gtin] = variant.barcode;
        row[in_stock] = variant.stock && *variant.stock == 0 ? "0" : "1";
        row[stock] = variant.stock ? std::to_string(*variant.stock) : "";
        row[backorders] = "0";
        row[weight] = variant.weight_grams ? std::to_string(*variant.weight_grams) : "";
        row[regular_price] = format_major(variant.compare_at_price ? *variant.compare_at_price : variant.price);
        row[sale_price] = variant.compare_at_price ? format_major(variant.price) : "";
    }

    LayoutFacts facts_;
    std::size_t groups_ = 1;
};

}  // namespace

std::unique_ptr<Layout> woocommerce_layout(LayoutFacts facts) { return std::make_unique<WooCommerce>(std::move(facts)); }

}  // namespace vitrine::imports
