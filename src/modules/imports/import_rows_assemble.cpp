#include "modules/imports/import_rows_assemble.h"

#include <algorithm>
#include <utility>

#include "io/html/sanitize.h"
#include "modules/imports/import_rows_cells.h"

namespace vitrine::imports {
namespace {

/// The product's own columns: later rows leave them blank or repeat the first row.
constexpr std::array compared{Column::title, Column::title_local, Column::description, Column::category,
                              Column::brand, Column::tags,        Column::status};

}  // namespace

void ProductAssembler::open(std::string_view slug, const CsvRecord& record) {
    draft_ = {};
    draft_.slug = slug;
    draft_.row = record.line;
    rows_ = 0;
    option_names_.assign(header_.options.size(), {});
    is_open_ = true;
    is_faulty_ = false;
    const auto slug_cell = cell(record, Column::product_slug);
    if (!slug_cell.is_usable) return mark_faulty();
    if (fault(slug_cell, cells::check_slug(slug))) return;
    if (!slugs_.insert(slug)) fault(slug_cell, "product.rows_not_adjacent");
}

void ProductAssembler::add(const CsvRecord& record) {
    if (++rows_ == 1) {
        read_product(record);
    } else {
        compare_product(record);
    }
    if (rows_ == limits_.variants_per_product + 1) fault(cell(record, Column::product_slug), "product.too_many_variants");
    if (rows_ > limits_.variants_per_product) return;
    VariantDraft variant;
    variant.row = record.line;
    read_codes(record, variant);
    read_options(record, variant);
    read_money(record, variant);
    read_quantities(record, variant);
    read_attributes(record, variant);
    draft_.variants.push_back(std::move(variant));
}

std::optional<ProductDraft> ProductAssembler::close() {
    if (!std::exchange(is_open_, false) || is_faulty_) return std::nullopt;
    share_attributes();
    return std::move(draft_);
}

ProductAssembler::Cell ProductAssembler::cell(const CsvRecord& record, std::size_t field) const {
    if (field >= record.fields.size()) return {.text = {}, .field = field, .is_usable = false};
    const bool readable = std::ranges::find(record.faults, field, &CsvFault::field) == record.faults.end();
    const auto text = readable ? cells::trim(record.fields[field]) : std::string_view{};
    const auto bare = cells::unguarded(text);
    return {.text = bare, .field = field, .is_usable = readable, .is_guarded = bare.size() != text.size()};
}

bool ProductAssembler::fault(const Cell& cell, std::string_view code) {
    if (code.empty()) return false;
    is_faulty_ = true;
    report_(cell.field, code, cell.text);
    return true;
}

void ProductAssembler::read_product(const CsvRecord& record) {
    read_text(record, Column::title, 200, "title.too_long", draft_.title);
    if (cell(record, Column::title).is_usable && draft_.title.empty()) fault(cell(record, Column::title), "title.missing");
    read_text(record, Column::title_local, 200, "title_local.too_long", draft_.title_local);
    read_description(record);
    read_images(record);
    read_text(record, Column::brand, 80, "brand.too_long", draft_.brand);

    const auto category = cell(record, Column::category);
    draft_.category = category.text;
    if (category.is_usable && category.text.empty()) fault(category, "category.missing");
    if (!category.text.empty() && !lookup_.has_category(category.text)) fault(category, "category.unknown");

    const auto tags = cell(record, Column::tags);
    tags_text_ = tags.text;
    tags_.clear();  // of the product before this one: its row is gone
    if (!fault(tags, cells::check_text(tags.text, false, tags.is_guarded))) fault(tags, cells::split_tags(tags.text, tags_));
    draft_.tags.assign(tags_.begin(), tags_.end());

    const auto status = cell(record, Column::status);
    status_text_ = status.text;
    draft_.status = status.text.empty() ? "active" : status.text;
    if (draft_.status != "active" && draft_.status != "draft" && draft_.status != "archived") fault(status, "status.unknown");
}

void ProductAssembler::read_text(const CsvRecord& record, Column column, std::size_t most, std::string_view too_long,
                                 std::string& into) {
    const auto found = cell(record, column);
    into = found.text;
    if (fault(found, cells::check_text(found.text, false, found.is_guarded))) return;
    if (cells::is_longer_than(found.text, most)) fault(found, too_long);
}

/// Markup is made safe, whoever wrote it; a description that does not begin as markup holds none.
void ProductAssembler::read_description(const CsvRecord& record) {
    const auto found = cell(record, Column::description);
    description_text_ = found.text;
    const bool is_markup = html::is_markup(found.text);
    draft_.description = is_markup ? html::sanitize(found.text) : std::string(found.text);
    if (!is_markup && fault(found, cells::check_text(found.text, true, found.is_guarded))) return;
    if (cells::is_longer_than(draft_.description, 20'000)) fault(found, "description.too_long");
}

/// Addresses and their texts, both separated by bars: the second text belongs to the second address.
void ProductAssembler::read_images(const CsvRecord& record) {
    const auto images = cell(record, Column::images);
    const auto texts = cell(record, Column::image_alts);
    if (fault(texts, cells::check_text(texts.text, false, texts.is_guarded))) return;
    auto rest = texts.text;
    for (std::size_t from = 0; !images.text.empty() && from <= images.text.size();) {
        const auto bar = std::min(images.text.find('|', from), images.text.size());
        const auto url = cells::trim(images.text.substr(from, bar - from));
        from = bar + 1;
        const auto alt = cells::trim(rest.substr(0, rest.find('|')));
        rest.remove_prefix(std::min(rest.size(), rest.find('|') == std::string_view::npos ? rest.size() : rest.find('|') + 1));
        if (!cells::is_image_url(url) && fault(images, "image.not_an_address")) return;
        if (draft_.images.size() == 250 && fault(images, "images.too_many")) return;
        draft_.images.push_back({std::string(url), std::string(alt)});
    }
}

void ProductAssembler::compare_product(const CsvRecord& record) {
    const std::array<std::string_view, compared.size()> first{draft_.title, draft_.title_local, description_text_,
                                                              draft_.category, draft_.brand, tags_text_, status_text_};
    for (std::size_t i = 0; i < compared.size(); ++i) {
        const auto later = cell(record, compared[i]);
        if (!later.text.empty() && later.text != first[i]) fault(later, "product.conflicting_value");
    }
}

void ProductAssembler::read_codes(const CsvRecord& record, VariantDraft& variant) {
    const auto sku = cell(record, Column::sku);
    variant.sku = sku.text;
    if (sku.is_usable && !fault(sku, cells::check_sku(sku.text)) && !skus_.insert(sku.text)) fault(sku, "sku.duplicate_in_file");
    const auto barcode = cell(record, Column::barcode);
    variant.barcode = barcode.text;
    if (barcode.text.empty() || fault(barcode, cells::check_barcode(barcode.text))) return;
    if (!barcodes_.insert(barcode.text)) fault(barcode, "barcode.duplicate_in_file");
}

std::optional<Currency> ProductAssembler::read_currency(const CsvRecord& record, VariantDraft& variant) {
    const auto cell_found = cell(record, Column::currency);
    if (!cell_found.is_usable || (cell_found.text.empty() && fault(cell_found, "currency.missing"))) return std::nullopt;
    const auto currency = Currency::parse(cell_found.text);
    if (!currency) {
        fault(cell_found, "currency.unknown");
        return std::nullopt;
    }
    variant.price.currency = *currency;
    if (!lookup_.sells_in(*currency)) {
        fault(cell_found, "currency.not_sold");
    } else if (!draft_.variants.empty() && draft_.variants.front().price.currency != *currency) {
        fault(cell_found, "currency.mixed");
    }
    return currency;
}

void ProductAssembler::read_money(const CsvRecord& record, VariantDraft& variant) {
    const auto currency = read_currency(record, variant);
    // Without a known currency only the writing of the number can be judged; no currency has more than four decimals.
    const int decimals = currency ? currency->decimals() : 4;
    const auto price = cell(record, Column::price);
    const bool is_priced = price.is_usable && !fault(price, cells::read_price(price.text, decimals, variant.price.minor));
    const auto former = cell(record, Column::compare_at_price);
    if (former.text.empty()) return;
    Money before{.minor = 0, .currency = variant.price.currency};
    if (fault(former, cells::read_price(former.text, decimals, before.minor))) return;
    variant.compare_at_price = before;
    if (is_priced && before <= variant.price) fault(former, "compare_at_price.not_above_price");
}

void ProductAssembler::read_quantities(const CsvRecord& record, VariantDraft& variant) {
    std::int64_t value = 0;
    const auto stock = cell(record, Column::stock);
    if (!stock.text.empty() && !fault(stock, cells::read_whole(stock.text, cells::WholeFamily::stock, value))) variant.stock = value;
    const auto weight = cell(record, Column::weight_grams);
    if (!weight.text.empty() && !fault(weight, cells::read_whole(weight.text, cells::WholeFamily::weight, value)))
        variant.weight_grams = value;
    const auto image = cell(record, Column::variant_image);
    if (!image.text.empty() && !cells::is_image_url(image.text)) fault(image, "image.not_an_address");
    variant.image_url = image.text;
}

}  // namespace vitrine::imports
