// Shopify's product CSV. Columns: help.shopify.com "Using CSV files to import and export products"; since 2024 the same columns also go by other names.
#include <algorithm>

#include "core/text.h"
#include "modules/imports/import_rows_cells.h"
#include "modules/imports/mend.h"
#include "modules/imports/translated.h"

namespace vitrine::imports {
namespace {

constexpr auto shopping_attributes = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"google shopping / gender", "gender"}, {"google shopping / age group", "age_group"}, {"google shopping / condition", "condition"}, {"google shopping / mpn", "mpn"},
     {"google shopping / manufacturer part number (mpn)", "mpn"}});

std::size_t find_handle(const ForeignHeader& header) { return header.find({"handle", "url handle"}); }

bool is_yes(const std::string& text) { return lower_ascii(text) == "true" || text == "1" || lower_ascii(text) == "yes"; }

class Shopify final : public TranslatedRecords {
public:
    using TranslatedRecords::TranslatedRecords;

private:
    struct Fields {
        std::size_t handle, title, body, vendor, category, type, collection, tags, published, status, gift_card, sku, barcode, price, compare_at, tracker, quantity, grams, image,
            image_position, image_alt, variant_image;
        std::array<std::size_t, 3> option_names, option_values;
    };

    std::size_t begin(const ForeignHeader& header) override {
        at_ = {.handle = find_handle(header), .title = header.find({"title"}), .body = header.find({"body (html)", "body html", "body", "description"}), .vendor = header.find({"vendor"}),
               .category = header.find({"product category", "standard product type", "standardized product type"}), .type = header.find({"type", "custom product type"}),
               .collection = header.find({"collection"}), .tags = header.find({"tags"}), .published = header.find({"published", "published on online store"}),
               .status = header.find({"status"}), .gift_card = header.find({"gift card"}), .sku = header.find({"variant sku", "sku"}),
               .barcode = header.find({"variant barcode", "variant barcodes", "barcode"}), .price = header.find({"variant price", "price"}),
               .compare_at = header.find({"variant compare at price", "variant compare-at price", "compare-at price", "compare at price"}),
               .tracker = header.find({"variant inventory tracker", "inventory tracker"}), .quantity = header.find({"variant inventory qty", "inventory quantity"}),
               .grams = header.find({"variant grams", "weight value (grams)"}), .image = header.find({"image src", "product image url"}),
               .image_position = header.find({"image position"}), .image_alt = header.find({"image alt text"}), .variant_image = header.find({"variant image", "variant image url"}),
               .option_names = {header.find({"option1 name"}), header.find({"option2 name"}), header.find({"option3 name"})},
               .option_values = {header.find({"option1 value"}), header.find({"option2 value"}), header.find({"option3 value"})}};
        name_columns();
        find_attributes(header);
        return attributes_.size();
    }

    void name_columns() {
        for (auto [column, field] : {std::pair{Column::product_slug, at_.handle}, {Column::title, at_.title}, {Column::description, at_.body}, {Column::brand, at_.vendor},
                                     {Column::category, at_.type != ForeignHeader::absent ? at_.type : at_.category}, {Column::tags, at_.tags}, {Column::status, at_.status},
                                     {Column::sku, at_.sku}, {Column::barcode, at_.barcode}, {Column::price, at_.price}, {Column::compare_at_price, at_.compare_at},
                                     {Column::stock, at_.quantity}, {Column::weight_grams, at_.grams}, {Column::images, at_.image}, {Column::image_alts, at_.image_alt},
                                     {Column::variant_image, at_.variant_image}})
            name_column(column, field);
    }

    /// Metafields, "Fabric (product.metafields.custom.fabric)", and what shopping feeds say of a product.
    void find_attributes(const ForeignHeader& header) {
        for (std::size_t i = 0; i < header.names().size(); ++i) {
            const auto& name = header.names()[i];
            auto mark = name.find("(product.metafields.");
            if (mark != std::string::npos) {
                auto title = trim(name.substr(0, mark));
                attributes_.emplace_back(i, title.empty() ? name.substr(mark) : title);
            }
            for (const auto& [column, attribute] : shopping_attributes)
                if (lower_ascii(name) == column) attributes_.emplace_back(i, attribute);
        }
    }

    /// Gathers the rows that share a handle; the first row of the next product waits.
    bool read_product() override {
        if (!has_waiting_ && !read(waiting_)) return false;
        has_waiting_ = false;
        auto handle = cell(waiting_, at_.handle);
        if (waiting_.broken || handle.empty()) {
            if (!waiting_.broken) fault(waiting_.line, Column::product_slug, "product.handle_missing");
            return put_lost(waiting_.line, {}), true;
        }
        begin_product(handle);
        do {
            if (waiting_.broken || cell(waiting_, at_.handle) != handle) {
                has_waiting_ = true;
                break;
            }
            if (!waiting_.faults.empty()) put_lost(waiting_.line, slug_);
            add_row();
        } while (read(waiting_));
        end_product();
        return true;
    }

    void begin_product(const std::string& handle) {
        variants_.clear(), images_.clear();
        is_left_out_ = is_yes(cell(waiting_, at_.gift_card));
        if (is_left_out_) notice(waiting_.line, Column::product_slug, "product.gift_card", handle);
        bool fits = cells::check_slug(handle).empty();
        slug_ = fits ? handle : mend::slug(handle);
        if (!fits) notice(waiting_.line, Column::product_slug, "slug.made", slug_);
        product_ = {};
        product_.line = waiting_.line;
        product_[Column::product_slug] = slug_;
        set_title(product_, cell(waiting_, at_.title));
        set_description(product_, cell(waiting_, at_.body));
        product_[Column::brand] = cells::guarded(mend::shortened(mend::line(cell(waiting_, at_.vendor)), 80));
        product_[Column::category] = context_.category(category());
        set_tags(product_, mend::comma_list(cell(waiting_, at_.tags)));
        product_[Column::status] = status();
        for (const auto& [field, name] : attributes_) add_attribute(product_, name, cell(waiting_, field));
        for (std::size_t i = 0; i < at_.option_names.size(); ++i) option_names_[i] = mend::shortened(mend::line(cell(waiting_, at_.option_names[i])), 40);
    }

    /// The merchant's own word first; the standard taxonomy is deep.
    std::vector<std::string> category() const {
        for (auto field : {at_.type, at_.category, at_.collection}) {
            auto path = mend::category_path(cell(waiting_, field));
            if (path.size() == 1 && path[0] == "Uncategorized") continue;
            if (!path.empty()) return path;
        }
        return {};
    }

    std::string status() const {
        auto status = lower_ascii(cell(waiting_, at_.status));
        if (status == "archived") return status;
        auto published = cell(waiting_, at_.published);
        bool is_hidden = !published.empty() && !is_yes(published);
        return status == "draft" || is_hidden ? "draft" : status.empty() || status == "active" || status == "unlisted" ? "active" : status;
    }

    /// A row is a variant, a picture, or both.
    void add_row() {
        if (auto url = cell(waiting_, at_.image); !url.empty()) {
            auto position = cell(waiting_, at_.image_position);
            bool is_number = !position.empty() && position.size() < 5 && position.find_first_not_of("0123456789") == std::string::npos;
            images_.push_back({(is_number ? std::stoi(position) : 10'000) * std::int64_t{1'000'000} + std::int64_t(images_.size()), {url, cell(waiting_, at_.image_alt)}});
        }
        bool is_variant = !cell(waiting_, at_.price).empty() || !cell(waiting_, at_.sku).empty() || !cell(waiting_, at_.option_values[0]).empty();
        if (!is_variant || is_left_out_) return;
        NativeRow row;
        row.line = waiting_.line;
        row[Column::product_slug] = slug_;
        for (std::size_t i = 0; i < at_.option_values.size(); ++i) {
            auto value = mend::line(cell(waiting_, at_.option_values[i]));
            bool is_nothing = option_names_[i] == "Title" && value == "Default Title";
            if (!value.empty() && !option_names_[i].empty() && !is_nothing) row.options.emplace_back(cells::guarded(option_names_[i]), cells::guarded(mend::shortened(value, 80)));
        }
        if (!set_prices(row, cell(waiting_, at_.price), cell(waiting_, at_.compare_at))) return;
        set_codes(row, cell(waiting_, at_.sku), cell(waiting_, at_.barcode));
        bool is_counted = at_.tracker == ForeignHeader::absent || !cell(waiting_, at_.tracker).empty();
        if (is_counted) set_stock(row, cell(waiting_, at_.quantity));
        if (auto grams = mend::grams(cell(waiting_, at_.grams), 1'000'000); grams && *grams > 0) row[Column::weight_grams] = std::to_string(*grams);
        if (auto url = cell(waiting_, at_.variant_image); cells::is_image_url(url)) row[Column::variant_image] = url;
        else if (!url.empty()) notice(row.line, Column::variant_image, "image.left_out", url);
        variants_.push_back(std::move(row));
    }

    void end_product() {
        if (is_left_out_) return;
        if (variants_.empty()) return notice(product_.line, Column::product_slug, "product.no_variants", slug_);
        std::ranges::sort(images_, {}, &std::pair<std::int64_t, ImageDraft>::first);
        std::vector<ImageDraft> images;
        for (auto& [position, image] : images_) images.push_back(std::move(image));
        set_images(product_, images);
        auto& first = variants_.front();
        for (std::size_t i = 0; i < product_.cells.size(); ++i)
            if (first.cells[i].empty()) first.cells[i] = product_.cells[i];
        first.attributes = product_.attributes;
        for (auto& row : variants_) put(std::move(row));
    }

    Fields at_{};
    std::vector<std::pair<std::size_t, std::string>> attributes_;
    CsvRecord waiting_;
    NativeRow product_;
    std::array<std::string, 3> option_names_;
    std::vector<NativeRow> variants_;
    std::vector<std::pair<std::int64_t, ImageDraft>> images_;   ///< by position, then by row
    std::string slug_;
    bool has_waiting_ = false, is_left_out_ = false;
};

}  // namespace

bool is_shopify(const ForeignHeader& header) {
    return find_handle(header) != ForeignHeader::absent && header.find({"title"}) != ForeignHeader::absent &&
           header.find({"variant price", "price", "body (html)", "option1 value", "vendor"}) != ForeignHeader::absent;
}

std::unique_ptr<Records> shopify_records(std::unique_ptr<Records> source, TranslationContext context) {
    return std::make_unique<Shopify>(std::move(source), std::move(context));
}

}  // namespace vitrine::imports
