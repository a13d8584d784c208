// WooCommerce's product CSV. Columns and their values: woocommerce.com "Product CSV Importer and Exporter", "Product CSV Import Schema".
#include <algorithm>

#include "core/text.h"
#include "modules/imports/import_rows_cells.h"
#include "modules/imports/mend.h"
#include "modules/imports/woocommerce_variations.h"

namespace vitrine::imports {
namespace {

constexpr std::size_t most_variations = ImportLimits{}.variants_per_product + 1;
constexpr std::size_t most_options = 5;

/// The exporter writes a line end inside a description as the two signs \n.
std::string with_line_ends(std::string text) {
    for (auto at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at + 1)) text.replace(at, 2, "\n");
    return text;
}

/// Addresses separated by commas; an address may hold commas of its own, but no space.
std::vector<ImageDraft> images_of(std::string_view text) {
    std::vector<ImageDraft> out;
    for (auto& part : mend::comma_list(text)) {
        bool continues = !out.empty() && !part.contains("://") && !text.contains(", ");
        if (continues) out.back().url += "," + part;
        else out.push_back({std::move(part), {}});
    }
    return out;
}

class WooCommerce final : public TranslatedRecords {
public:
    WooCommerce(const OpenRecords& open, TranslationContext context) : TranslatedRecords(open(), std::move(context)), open_(open) {}

private:
    std::size_t begin(const ForeignHeader& header) override {
        columns_.read(header);
        for (auto [column, member] : {std::pair{Column::product_slug, &WooRow::name}, {Column::title, &WooRow::name}, {Column::description, &WooRow::description},
                                      {Column::category, &WooRow::categories}, {Column::brand, &WooRow::brands}, {Column::tags, &WooRow::tags}, {Column::status, &WooRow::type},
                                      {Column::sku, &WooRow::sku}, {Column::barcode, &WooRow::barcode}, {Column::price, &WooRow::regular_price},
                                      {Column::compare_at_price, &WooRow::regular_price}, {Column::stock, &WooRow::stock}, {Column::weight_grams, &WooRow::weight},
                                      {Column::images, &WooRow::images}})
            name_column(column, columns_.field_of(member));
        gather_variations();
        return columns_.attribute_count() + 1;
    }

    /// What is wrong with these rows is said when they come by the second time.
    void gather_variations() {
        auto records = open_();
        CsvRecord record;
        records->next(record);
        while (records->next(record)) {
            if (record.broken || !record.faults.empty()) continue;
            if (auto row = row_of(record); row.is_type("variation")) variations_.add(row);
        }
        variations_.sort();
    }

    WooRow row_of(const CsvRecord& record) const {
        return columns_.row(record, [&](std::size_t field) { return cell(record, field); });
    }

    bool read_product() override {
        CsvRecord record;
        if (!read(record)) {
            if (!std::exchange(has_ended_, true)) variations_.each_left([this](const WooRow& row) { lose(row, "product.parent_unknown", row.parent); });
            return false;
        }
        if (record.broken || !record.faults.empty()) return put_lost(record.line, {}), true;
        auto row = row_of(record);
        if (row.is_type("variation")) return true;
        if (row.is_type("variable")) put_variable(row);
        else if (row.is_type("grouped")) notice(row.line, Column::status, "product.grouped", row.grouped);
        else if (row.is_type("simple") || row.is_type("external") || row.type.empty()) put_single(row);
        else lose(row, "product.type_unknown", row.type);
        return true;
    }

    void lose(const WooRow& row, std::string_view code, const std::string& value) {
        fault(row.line, Column::status, code, value);
        put_lost(row.line, {});
    }

    NativeRow product(const WooRow& row) {
        NativeRow out;
        out.line = row.line;
        out[Column::product_slug] = fresh_slug(row.slug.empty() ? mend::line(row.name) : row.slug, row.id.empty() ? row.sku : row.id);
        set_title(out, row.name);
        set_description(out, with_line_ends(row.short_description.empty() ? row.description : row.short_description + "\\n\\n" + row.description));
        out[Column::brand] = cells::guarded(mend::shortened(mend::line(mend::category_path(row.brands).empty() ? std::string() : mend::category_path(first_of(row.brands)).back()), 80));
        out[Column::category] = category(row);
        set_tags(out, mend::comma_list(row.tags));
        out[Column::status] = row.published == "1" || row.published.empty() ? "active" : "draft";
        set_images(out, images_of(row.images));
        return out;
    }
    static std::string first_of(const std::string& list) {
        auto values = mend::comma_list(list);
        return values.empty() ? std::string() : values.front();
    }

    std::string category(const WooRow& row) {
        auto paths = mend::comma_list(row.categories);
        // The deepest one says most; the others have no place here.
        auto depth = [](const std::string& path) { return std::ranges::count(path, '>'); };
        auto best = std::ranges::max_element(paths, {}, depth);
        for (const auto& path : paths)
            if (path != *best && !best->starts_with(path + " >")) notice(row.line, Column::category, "category.left_out", path);
        auto path = best == paths.end() ? std::vector<std::string>{} : mend::category_path(*best);
        if (path.size() == 1 && path[0] == "Uncategorized") path.clear();
        return context_.category(path);
    }

    /// A sale counts while it lasts; its dates are days, both included.
    void add_sale(const WooRow& row, std::string& price, std::string& compare_at) {
        price = row.regular_price;
        if (row.sale_price.empty()) return;
        bool is_early = !row.sale_starts.empty() && row.sale_starts.substr(0, 10) > context_.today;
        bool is_over = !row.sale_ends.empty() && row.sale_ends.substr(0, 10) < context_.today;
        if ((is_early || is_over) && !row.regular_price.empty()) return notice(row.line, Column::price, "sale.left_out", row.sale_price);
        price = row.sale_price;
        compare_at = row.regular_price;
    }

    /// What a thing on the shelf has; false when it has no price.
    bool set_variant(NativeRow& out, const WooRow& row, const WooRow& parent) {
        std::string price, compare_at;
        add_sale(row, price, compare_at);
        if (!set_prices(out, price, compare_at)) return false;
        set_codes(out, &row != &parent && row.sku == parent.sku ? std::string() : row.sku, row.barcode);
        const auto& stock = row.stock == "parent" ? parent.stock : row.stock;
        set_stock(out, stock);
        auto in_stock = lower_ascii(row.in_stock);
        if (stock.empty() && in_stock == "1") notice(row.line, Column::stock, "stock.not_counted");
        if (stock.empty() && in_stock == "0") out[Column::stock] = "0";
        const auto& weight = row.weight.empty() ? parent.weight : row.weight;
        auto grams = weight.empty() ? std::nullopt : mend::grams(weight, columns_.micrograms_per_unit());
        if (grams && *grams > 0) out[Column::weight_grams] = std::to_string(*grams);
        else if (!grams && !weight.empty()) notice(row.line, Column::weight_grams, "weight.left_out", weight);
        return true;
    }

    void put_single(const WooRow& row) {
        auto out = product(row);
        if (row.is_type("external")) {
            notice(row.line, Column::status, "product.external", row.external_url);
            out[Column::status] = "draft";
            add_attribute(out, "external_url", row.external_url);
        }
        for (const auto& attribute : row.attributes) add_attribute(out, attribute.name, joined(attribute.values));
        if (set_variant(out, row, row)) put(std::move(out));
    }
    static std::string joined(const std::string& list) {
        std::string out;
        for (const auto& value : mend::comma_list(list)) out += (out.empty() ? "" : ", ") + value;
        return out;
    }

    void put_variable(const WooRow& parent) {
        auto children = variations_.take({parent.id.empty() ? std::string() : "id:" + parent.id, parent.sku}, most_variations);
        auto first = product(parent);
        auto is_option = [&children](const WooRow::Attribute& attribute) {
            return std::ranges::any_of(children, [&](const WooRow& child) { return value_of(child, attribute.name) != nullptr; });
        };
        std::vector<std::string> options;
        for (const auto& attribute : parent.attributes) {
            if (is_option(attribute) && options.size() < most_options) options.push_back(attribute.name);
            else add_attribute(first, attribute.name, joined(attribute.values));
        }
        bool is_first = true;
        for (const auto& child : children) {
            if (child.published == "0" || child.published == "-1") {
                notice(child.line, Column::status, "variant.disabled", child.sku);
                continue;
            }
            auto row = is_first ? first : NativeRow{};
            row.line = child.line;
            row[Column::product_slug] = first[Column::product_slug];
            for (const auto& name : options) add_option(row, name, value_of(child, name));
            if (!set_variant(row, child, parent)) continue;
            if (auto own = images_of(child.images); !own.empty() && cells::is_image_url(own[0].url)) row[Column::variant_image] = own[0].url;
            is_first = false;
            put(std::move(row));
        }
        if (is_first) notice(parent.line, Column::product_slug, "product.no_variants", parent.name);
    }

    static const std::string* value_of(const WooRow& row, std::string_view name) {
        auto at = std::ranges::find_if(row.attributes, [&](const auto& attribute) { return lower_ascii(attribute.name) == lower_ascii(name); });
        return at == row.attributes.end() ? nullptr : &at->values;
    }

    void add_option(NativeRow& row, const std::string& name, const std::string* value) {
        auto text = value ? mend::shortened(mend::line(first_of(*value)), 80) : std::string();
        if (text.empty()) {
            notice(row.line, Column::count, "option.any", name);
            text = "Any";
        }
        row.options.emplace_back(cells::guarded(mend::shortened(name, 40)), cells::guarded(text));
    }

    OpenRecords open_;
    WooColumns columns_;
    WooVariations variations_;
    bool has_ended_ = false;
};

}  // namespace

bool is_woocommerce(const ForeignHeader& header) {
    return header.find({"type"}) != ForeignHeader::absent && header.find({"name"}) != ForeignHeader::absent && header.find({"regular price"}) != ForeignHeader::absent;
}

std::unique_ptr<Records> woocommerce_records(const OpenRecords& open, TranslationContext context) {
    return std::make_unique<WooCommerce>(open, std::move(context));
}

}  // namespace vitrine::imports
