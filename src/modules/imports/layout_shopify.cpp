// Shopify's product CSV; see shopify.cpp. A variant's own attributes have no place in it.
#include <algorithm>

#include "modules/imports/import_rows_cells.h"
#include "modules/imports/layout.h"

namespace vitrine::imports {
namespace {

enum Place { handle, title, body, vendor, type, tags, published, option_name, option_value, sku = option_name + 6, grams, tracker, quantity, policy, fulfilment, price, compare_at,
             needs_shipping, taxable, barcode, image, image_position, image_alt, gift_card, variant_image, weight_unit, status, fixed_columns };

class Shopify final : public Layout {
public:
    explicit Shopify(LayoutFacts facts) : facts_(std::move(facts)) {}

    std::vector<std::string> header() const override {
        std::vector<std::string> names{"Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name",
                                       "Option3 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy",
                                       "Variant Fulfillment Service", "Variant Price", "Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable", "Variant Barcode", "Image Src",
                                       "Image Position", "Image Alt Text", "Gift Card", "Variant Image", "Variant Weight Unit", "Status"};
        for (const auto& code : facts_.attributes) names.push_back(code + " (product.metafields.custom." + code + ")");
        return names;
    }

    /// As many rows as the product has variants or pictures, whichever are more.
    void write(const ProductDraft& product, const RowSink& sink) const override {
        for (std::size_t i = 0; i < std::max(product.variants.size(), product.images.size()); ++i) {
            std::vector<std::string> row(fixed_columns + facts_.attributes.size());
            row[handle] = product.slug;
            if (i == 0) put_product(product, row);
            if (i < product.variants.size()) put_variant(product, i, row);
            if (i < product.images.size()) {
                row[image] = product.images[i].url;
                row[image_position] = std::to_string(i + 1);
                row[image_alt] = cells::guarded(encoded_line(product.images[i].alt));
            }
            sink(row);
        }
    }

private:
    void put_product(const ProductDraft& product, std::vector<std::string>& row) const {
        auto path = facts_.category_paths.find(product.category);
        row[title] = cells::guarded(encoded_line(product.title));
        row[body] = cells::guarded(encoded_description(product.description));
        row[vendor] = cells::guarded(encoded_line(product.brand));
        row[type] = cells::guarded(path == facts_.category_paths.end() ? product.category : encoded_line(path->second));
        std::vector<std::string> encoded;
        for (const auto& tag : product.tags) encoded.push_back(encoded_line(tag));
        row[tags] = cells::guarded(joined_by_commas(encoded));
        row[published] = product.status == "active" ? "true" : "false";
        row[gift_card] = "false";
        row[status] = product.status;
        for (std::size_t i = 0; i < facts_.attributes.size(); ++i) {
            auto value = std::ranges::find(product.attributes, facts_.attributes[i], &NamedValue::first);
            if (value != product.attributes.end()) row[fixed_columns + i] = cells::guarded(encoded_line(value->second));
        }
    }
    static void put_variant(const ProductDraft& product, std::size_t number, std::vector<std::string>& row) {
        const auto& variant = product.variants[number];
        for (std::size_t i = 0; i < std::min<std::size_t>(variant.options.size(), 3); ++i) {
            if (number == 0) row[option_name + 2 * i] = cells::guarded(encoded_line(variant.options[i].first));
            row[option_value + 2 * i] = cells::guarded(encoded_line(variant.options[i].second));
        }
        if (variant.options.empty()) row[option_name] = "Title", row[option_value] = "Default Title";
        row[sku] = variant.sku;
        row[grams] = std::to_string(variant.weight_grams.value_or(0));
        row[tracker] = variant.stock ? "shopify" : "";
        row[quantity] = variant.stock ? std::to_string(*variant.stock) : "";
        row[policy] = "deny";
        row[fulfilment] = "manual";
        row[price] = format_major(variant.price);
        row[compare_at] = variant.compare_at_price ? format_major(*variant.compare_at_price) : "";
        row[needs_shipping] = row[taxable] = "true";
        row[barcode] = variant.barcode;
        row[variant_image] = variant.image_url;
        row[weight_unit] = "g";
    }

    LayoutFacts facts_;
};

}  // namespace

std::unique_ptr<Layout> shopify_layout(LayoutFacts facts) { return std::make_unique<Shopify>(std::move(facts)); }

}  // namespace vitrine::imports
