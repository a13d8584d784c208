#include "modules/imports/import_rows.h"

#include <algorithm>

#include "modules/imports/import_rows_assemble.h"
#include "modules/imports/import_rows_cells.h"
#include "modules/imports/import_rows_faults.h"
#include "modules/imports/import_rows_header.h"

namespace vitrine::imports {

struct ProductReader::Parts {
    std::unique_ptr<Records> csv;
    ImportLookup lookup;
    FaultSink on_fault;
    ImportLimits limits;
    CsvRecord record;
    ImportHeader header;
    std::optional<ProductAssembler> open;
    ImportCounts counts;
    bool started = false;
    bool ended = false;
    bool cut_short = false;
    bool next_is_suspect = false;   ///< a row that could not be read may belong to the product that follows

    void report(std::uint64_t row, std::string_view column, std::string_view code, std::string_view value);
    void report_file(std::string_view code);
    std::string name_of(std::size_t field) const { return csv->label(field, header.name_of(field)); }
    bool start();
    void report_writing();
    std::optional<ProductDraft> take_row();
    std::optional<ProductDraft> take_unreadable_row();
    std::optional<ProductDraft> begin_product(std::string_view slug);
    std::optional<ProductDraft> close_product();
    std::optional<ProductDraft> next();
};

void ProductReader::Parts::report(std::uint64_t row, std::string_view column, std::string_view code, std::string_view value) {
    if (counts.faults >= limits.faults) {
        if (!cut_short) on_fault({.row = row, .record = 0, .column = {}, .code = "file.too_many_faults", .text = fault_text("file.too_many_faults", {})});
        cut_short = true;
        return;
    }
    ++counts.faults;
    on_fault({.row = row, .record = record.number, .column = printable(column), .code = std::string(code), .text = fault_text(code, value)});
}

void ProductReader::Parts::report_file(std::string_view code) {
    record.number = 0;
    report(record.line, {}, code, {});
}

/// Reads the header; false when nothing can be read after it.
bool ProductReader::Parts::start() {
    started = true;
    if (!csv->next(record)) {
        report_file(csv->refusal().value_or("file.empty"));
        cut_short = true;
        return false;
    }
    for (const auto& fault : record.faults) report(fault.line, {}, fault.code, {});
    auto found = record.broken ? std::nullopt : read_header(record, lookup, limits, [&](std::size_t field, std::string_view column, std::string_view code) {
        report(record.line, field == ImportHeader::absent ? std::string(column) : csv->label(field, std::string(column)), code, {});
    });
    if (!found) {
        cut_short = true;
        return false;
    }
    header = std::move(*found);
    open.emplace(header, lookup, limits, [this](std::size_t field, std::string_view code, std::string_view value) {
        report(record.line, name_of(field), code, value);
    });
    return true;
}

std::optional<ProductDraft> ProductReader::Parts::next() {
    if (!started && !start()) return std::nullopt;
    while (!ended && !cut_short) {
        if (!csv->next(record)) {
            ended = true;
            if (counts.records == 0) report_file("file.no_rows");
            return close_product();
        }
        if (counts.records == limits.records) {
            report_file("file.too_many_rows");
            cut_short = true;
            break;
        }
        ++counts.records;
        auto finished = take_row();
        if (finished) return finished;
    }
    return std::nullopt;
}

/// Reports what is wrong with the writing of the record.
void ProductReader::Parts::report_writing() {
    for (const auto& fault : record.faults) report(fault.line, name_of(fault.field), fault.code, {});
    if (record.broken) return;
    const auto columns = header.names.size();
    if (record.fields.size() < columns) report(record.line, name_of(record.fields.size()), "csv.too_few_fields", {});
    const bool said = std::ranges::count(record.faults, std::string_view("csv.too_many_fields"), &CsvFault::code) > 0;
    if (record.fields.size() > columns && !said) report(record.line, {}, "csv.too_many_fields", record.fields[columns]);
}

/// Adds the record to its product; answers with the product before it when that is now complete and sound.
std::optional<ProductDraft> ProductReader::Parts::take_row() {
    report_writing();
    const bool shifted = record.broken || record.fields.size() > header.names.size();
    if (shifted) return take_unreadable_row();
    const auto slug_field = header.field(Column::product_slug);
    const auto slug = slug_field < record.fields.size() ? cells::trim(record.fields[slug_field]) : std::string_view{};
    const bool continues = open->is_open() && !slug.empty() && slug == open->slug();
    auto finished = continues ? std::nullopt : begin_product(slug);
    open->add(record);
    if (!record.faults.empty() || record.fields.size() < header.names.size()) open->mark_faulty();
    return finished;
}

/// A row whose columns cannot be told apart makes its product faulty. When even the slug is lost, it could belong to
/// the product before it or to the one after, so neither is let through.
std::optional<ProductDraft> ProductReader::Parts::take_unreadable_row() {
    const auto slug_field = header.field(Column::product_slug);
    const auto slug = slug_field < record.fields.size() ? cells::trim(record.fields[slug_field]) : std::string_view{};
    if (slug.empty()) {
        open->mark_faulty();
        next_is_suspect = true;
        return std::nullopt;
    }
    auto finished = open->is_open() && slug == open->slug() ? std::nullopt : begin_product(slug);
    open->mark_faulty();
    return finished;
}

std::optional<ProductDraft> ProductReader::Parts::begin_product(std::string_view slug) {
    auto finished = close_product();
    open->open(slug, record);
    if (std::exchange(next_is_suspect, false)) open->mark_faulty();
    return finished;
}

std::optional<ProductDraft> ProductReader::Parts::close_product() {
    if (!open->is_open()) return std::nullopt;
    auto draft = open->close();
    if (!draft) {
        ++counts.faulty_products;
        return draft;
    }
    ++counts.products;
    counts.variants += draft->variants.size();
    return draft;
}

ProductReader::ProductReader(ByteSource input, ImportLookup lookup, FaultSink on_fault, ImportLimits limits)
    : ProductReader(std::make_unique<CsvReader>(std::move(input), limits.csv), std::move(lookup), std::move(on_fault), limits) {}

ProductReader::ProductReader(std::unique_ptr<Records> records, ImportLookup lookup, FaultSink on_fault, ImportLimits limits)
    : parts_(new Parts{.csv = std::move(records), .lookup = std::move(lookup), .on_fault = std::move(on_fault),
                       .limits = limits, .record = {}, .header = {}, .open = {}, .counts = {}}) {}

ProductReader::~ProductReader() = default;
ProductReader::ProductReader(ProductReader&&) noexcept = default;
ProductReader& ProductReader::operator=(ProductReader&&) noexcept = default;

std::optional<ProductDraft> ProductReader::next() {
    auto draft = parts_->next();
    parts_->counts.bytes = parts_->csv->bytes_read();
    return draft;
}

std::vector<ProductDraft> ProductReader::next_batch(std::size_t count) {
    std::vector<ProductDraft> batch;
    while (batch.size() < count) {
        auto draft = next();
        if (!draft) break;
        batch.push_back(std::move(*draft));
    }
    return batch;
}

const ImportCounts& ProductReader::counts() const { return parts_->counts; }

bool ProductReader::was_cut_short() const { return parts_->cut_short; }

ImportCounts read_products(ByteSource input, const ImportLookup& lookup,
                           const std::function<void(ProductDraft&&)>& on_product,
                           const ProductReader::FaultSink& on_fault, const ImportLimits& limits) {
    ProductReader reader(std::move(input), lookup, on_fault, limits);
    while (auto draft = reader.next()) on_product(std::move(*draft));
    return reader.counts();
}

}  // namespace vitrine::imports
