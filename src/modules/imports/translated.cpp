#include "modules/imports/translated.h"

#include <algorithm>

#include "core/text.h"
#include "modules/imports/import_rows_cells.h"
#include "modules/imports/import_rows_faults.h"

namespace vitrine::imports {

void ForeignHeader::read(const CsvRecord& record) {
    for (auto field : record.fields) {
        names_.push_back(trim(field));
        lower_.push_back(lower_ascii(names_.back()));
    }
}

std::size_t ForeignHeader::find(std::initializer_list<std::string_view> names) const {
    for (auto name : names) {
        auto at = std::ranges::find(lower_, name);
        if (at != lower_.end()) return std::size_t(at - lower_.begin());
    }
    return absent;
}

bool TranslatedRecords::next(CsvRecord& record) {
    if (!is_begun_) {
        is_begun_ = true;
        if (!source_->next(record) || record.broken) return !refusal() && record.broken;
        header_.read(record);
        attributes_ = std::min<std::size_t>(begin(header_), ImportLimits{}.attributes);
        give_header(record);
        return true;
    }
    while (ready_.empty() && !is_ended_) is_ended_ = !read_product();
    if (ready_.empty()) return false;
    current_ = std::move(ready_.front());
    ready_.pop_front();
    give(record, current_);
    return true;
}

void TranslatedRecords::give_header(CsvRecord& record) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(Column::count); ++i) header_names_.emplace_back(ImportHeader::column_name(static_cast<Column>(i)));
    auto add_pairs = [this](const std::string& family, std::size_t count) {
        for (std::size_t i = 1; i <= count; ++i)
            for (const char* half : {"_name", "_value"}) header_names_.push_back(family + std::to_string(i) + half);
    };
    add_pairs("option", option_pairs);
    add_pairs("attribute", attributes_);
    record.fields.assign(header_names_.begin(), header_names_.end());
    record.faults.clear();
    record.number = ++number_;
}

void TranslatedRecords::give(CsvRecord& record, const NativeRow& row) {
    record.number = ++number_;
    record.line = row.line;
    record.faults.clear();
    record.broken = row.is_lost;
    record.fields.assign(row.cells.begin(), row.cells.end());
    if (row.is_lost) return record.fields.resize(row.cells[0].empty() ? 0 : 1);
    auto add_pairs = [&record](const std::vector<NamedValue>& values, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            record.fields.push_back(i < values.size() ? std::string_view(values[i].first) : std::string_view());
            record.fields.push_back(i < values.size() ? std::string_view(values[i].second) : std::string_view());
        }
    };
    add_pairs(row.options, option_pairs);
    add_pairs(row.attributes, attributes_);
}

std::string TranslatedRecords::label(std::size_t field, const std::string& name) const {
    const auto& own = field < labels_.size() ? labels_[field] : name;
    return own.empty() ? name : own;
}

bool TranslatedRecords::read(CsvRecord& record) {
    if (!source_->next(record)) return false;
    for (const auto& fault : record.faults) {
        auto name = fault.field < header_.names().size() ? header_.names()[fault.field] : std::string();
        context_.report({.row = fault.line, .record = record.number, .column = printable(source_->label(fault.field, name)), .code = std::string(fault.code), .text = fault_text(fault.code, {})});
    }
    return true;
}

void TranslatedRecords::put_lost(std::uint64_t line, std::string slug) {
    NativeRow row;
    row.line = line;
    row.is_lost = true;
    row[Column::product_slug] = std::move(slug);
    put(std::move(row));
}

void TranslatedRecords::name_column(Column column, std::size_t source_field) {
    if (source_field < header_.names().size()) labels_[static_cast<std::size_t>(column)] = source_->label(source_field, header_.names()[source_field]);
}

std::string TranslatedRecords::cell(const CsvRecord& record, std::size_t field) const {
    return field < record.fields.size() ? trim(cells::unguarded(cells::trim(record.fields[field]))) : std::string();
}

void TranslatedRecords::report(std::uint64_t line, Column column, std::string_view code, std::string_view value, bool is_notice) {
    auto name = column == Column::count ? std::string() : label(static_cast<std::size_t>(column), std::string(ImportHeader::column_name(column)));
    context_.report({.row = line, .record = number_, .column = printable(name), .code = std::string(code), .text = fault_text(code, value), .is_notice = is_notice});
}

void TranslatedRecords::fault(std::uint64_t line, Column column, std::string_view code, std::string_view value) { report(line, column, code, value, false); }
void TranslatedRecords::notice(std::uint64_t line, Column column, std::string_view code, std::string_view value) { report(line, column, code, value, true); }

}  // namespace vitrine::imports
