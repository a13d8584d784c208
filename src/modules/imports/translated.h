#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>

#include "modules/imports/import_rows.h"
#include "modules/imports/import_rows_header.h"
#include "modules/imports/import_rows_seen.h"
#include "modules/imports/records.h"

namespace vitrine::imports {

using OpenRecords = std::function<std::unique_ptr<Records>()>;

/// What a translation knows of the store, and whom it tells what it changed or left out.
struct TranslationContext {
    Currency currency;
    std::string today;                                                              ///< "2026-11-21" in the store's day, for sales with dates
    std::function<std::string(const std::vector<std::string>& path)> category;      ///< the slug for a path of names; of an empty path the fallback's
    ProductReader::FaultSink report;
};

/// One row of another system's file, with its columns found by any of several names whatever their case.
class ForeignHeader {
public:
    static constexpr std::size_t absent = ImportHeader::absent;
    void read(const CsvRecord& record);
    std::size_t find(std::initializer_list<std::string_view> names) const;   ///< the first that is there
    const std::vector<std::string>& names() const { return names_; }         ///< as written

private:
    std::vector<std::string> names_, lower_;
};

/// One variant in our columns.
struct NativeRow {
    std::uint64_t line = 0;
    std::array<std::string, static_cast<std::size_t>(Column::count)> cells;
    std::vector<NamedValue> options, attributes;
    bool is_lost = false;   ///< the row could not be read: its product is held back
    std::string& operator[](Column column) { return cells[static_cast<std::size_t>(column)]; }
};

/// Another system's file as rows of ours, so that one reader checks all. What does not fit is mended or left out with a notice; what cannot be
/// understood is a fault. Memory: one product with its variants.
class TranslatedRecords : public Records {
public:
    TranslatedRecords(std::unique_ptr<Records> source, TranslationContext context) : source_(std::move(source)), context_(std::move(context)) {}

    bool next(CsvRecord& record) final;
    std::optional<std::string_view> refusal() const final { return source_->refusal(); }
    std::uint64_t bytes_read() const final { return source_->bytes_read(); }
    std::string label(std::size_t field, const std::string& name) const final;

protected:
    /// Finds its columns, calls `name_column` for those that faults may name, and gives how many attributes a row may have.
    virtual std::size_t begin(const ForeignHeader& header) = 0;
    /// Puts the rows of the next product, or of none; false at the end.
    virtual bool read_product() = 0;

    bool read(CsvRecord& record);   ///< the next source record, its faults reported; false at the end
    void put(NativeRow row) { ready_.push_back(std::move(row)); }
    void put_lost(std::uint64_t line, std::string slug);
    void name_column(Column column, std::size_t source_field);
    std::string cell(const CsvRecord& record, std::size_t field) const;
    void fault(std::uint64_t line, Column column, std::string_view code, std::string_view value = {});
    void notice(std::uint64_t line, Column column, std::string_view code, std::string_view value = {});

    // What all systems' values need.
    void set_title(NativeRow& row, std::string_view text);
    void set_description(NativeRow& row, std::string_view text);
    void set_tags(NativeRow& row, const std::vector<std::string>& tags);
    void set_codes(NativeRow& row, std::string_view sku, std::string_view barcode);
    bool set_prices(NativeRow& row, std::string_view price, std::string_view compare_at);   ///< false: it has none and is left out
    void set_stock(NativeRow& row, std::string_view quantity);
    void add_attribute(NativeRow& row, std::string_view name, std::string_view value);
    void set_images(NativeRow& row, const std::vector<ImageDraft>& images);
    std::string fresh_slug(std::string_view wanted, std::string_view key);

    std::unique_ptr<Records> source_;
    TranslationContext context_;
    ForeignHeader header_;

private:
    static constexpr std::size_t option_pairs = 5;
    void give(CsvRecord& record, const NativeRow& row);
    void give_header(CsvRecord& record);
    void report(std::uint64_t line, Column column, std::string_view code, std::string_view value, bool is_notice);

    std::deque<NativeRow> ready_;
    NativeRow current_;
    std::vector<std::string> header_names_;
    std::array<std::string, static_cast<std::size_t>(Column::count)> labels_;
    std::size_t attributes_ = 0;
    std::uint64_t number_ = 0;
    bool is_begun_ = false, is_ended_ = false;
    SeenValues skus_, barcodes_, slugs_;
};

/// The product files that Shopify exports, in the header spelling of either generation.
std::unique_ptr<Records> shopify_records(std::unique_ptr<Records> source, TranslationContext context);
bool is_shopify(const ForeignHeader& header);

/// The product files that WooCommerce exports in English. Read twice: variations may stand far from their parent; they wait in a temporary file,
/// 24 bytes each in memory.
std::unique_ptr<Records> woocommerce_records(const OpenRecords& open, TranslationContext context);
bool is_woocommerce(const ForeignHeader& header);

}  // namespace vitrine::imports
