#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/imports/import_rows.h"
#include "modules/imports/import_rows_header.h"
#include "modules/imports/import_rows_seen.h"

namespace vitrine::imports {

/// Puts the rows of one product together and checks them. Knows the whole file only through the values seen so far.
class ProductAssembler {
public:
    /// Hears a fault in the current record; `field` may be past the header's end.
    using Report = std::function<void(std::size_t field, std::string_view code, std::string_view value)>;

    ProductAssembler(const ImportHeader& header, const ImportLookup& lookup, const ImportLimits& limits, Report report)
        : header_(header), lookup_(lookup), limits_(limits), report_(std::move(report)) {}

    [[nodiscard]] bool is_open() const { return is_open_; }
    [[nodiscard]] const std::string& slug() const { return draft_.slug; }

    /// Begins a product at this record. The record itself still has to be added.
    void open(std::string_view slug, const CsvRecord& record);

    /// Adds the record as a variant; the first one also gives the product's own values.
    void add(const CsvRecord& record);

    /// Holds the open product back.
    void mark_faulty() { is_faulty_ = true; }

    /// Ends the product: the draft, or nothing when any of its rows had a fault.
    std::optional<ProductDraft> close();

private:
    struct Cell {
        std::string_view text;
        std::size_t field = 0;
        bool is_usable = false;     ///< in the header, in the record, and readable
        bool is_guarded = false;    ///< it came with an apostrophe before what a spreadsheet would run
    };

    Cell cell(const CsvRecord& record, std::size_t field) const;
    Cell cell(const CsvRecord& record, Column column) const { return cell(record, header_.field(column)); }
    bool fault(const Cell& cell, std::string_view code);
    void read_product(const CsvRecord& record);
    void compare_product(const CsvRecord& record);
    void read_description(const CsvRecord& record);
    void read_images(const CsvRecord& record);
    void read_text(const CsvRecord& record, Column column, std::size_t most, std::string_view too_long, std::string& into);
    void read_codes(const CsvRecord& record, VariantDraft& variant);
    void read_money(const CsvRecord& record, VariantDraft& variant);
    void read_quantities(const CsvRecord& record, VariantDraft& variant);
    void read_options(const CsvRecord& record, VariantDraft& variant);
    void check_options_differ(const CsvRecord& record, const VariantDraft& variant);
    void read_attributes(const CsvRecord& record, VariantDraft& variant);
    std::optional<Currency> read_currency(const CsvRecord& record, VariantDraft& variant);
    std::string_view option_name(const CsvRecord& record, std::size_t slot);
    void check_attribute(const Cell& found, const std::optional<AttributeRule>& rule);
    void share_attributes();

    const ImportHeader& header_;
    const ImportLookup& lookup_;
    const ImportLimits& limits_;
    Report report_;
    ProductDraft draft_;
    std::string tags_text_;                     ///< as in the first row, to compare with
    std::string status_text_;
    std::string description_text_;
    std::vector<std::string> option_names_;     ///< of the open product, by column
    std::vector<std::string_view> tags_;        ///< scratch
    SeenValues slugs_;
    SeenValues skus_;
    SeenValues barcodes_;
    std::size_t rows_ = 0;
    bool is_open_ = false;
    bool is_faulty_ = false;
};

}  // namespace vitrine::imports
