#include "modules/imports/legacy_money_file.h"

#include <algorithm>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "core/text.h"
#include "modules/imports/encoding.h"
#include "modules/imports/import_rows_cells.h"
#include "modules/imports/row_writer.h"

namespace vitrine::imports::legacy {
namespace {

constexpr std::size_t most_rows = 1'000'000;

ByteSource opened(const std::string& path) {
    auto stream = std::make_shared<std::ifstream>(path, std::ios::binary);
    if (!*stream) throw std::runtime_error("cannot read " + path);
    auto source = bytes_of(*stream);
    return [stream, source](std::span<char> into) mutable { return source(into); };
}

std::size_t column_named(const Table& table, std::string_view name) {
    auto found = std::ranges::find_if(table.header, [&](const auto& column) { return lower_ascii(trim(column)) == name; });
    if (found == table.header.end()) throw std::runtime_error("the file of known prices has no column " + std::string(name));
    return std::size_t(found - table.header.begin());
}

std::string evidence_text(const Amount& amount) {
    std::string text;
    for (const auto& each : amount.evidence)
        text += (text.empty() ? "" : "; ") + each.kind + " says " + (each.says == Unit::major ? "major" : "minor") + " (" + std::to_string(each.points) + ")";
    return text;
}

std::string_view name_of(Unit unit) { return unit == Unit::major ? "major" : unit == Unit::minor ? "minor" : "undecided"; }

class File {
public:
    explicit File(const std::string& path) : path_(path), stream_(path, std::ios::binary | std::ios::trunc) {}
    ByteSink sink() {
        return [this](std::string_view bytes) { stream_.write(bytes.data(), std::streamsize(bytes.size())); };
    }
    void close() {
        stream_.close();
        if (!stream_) throw std::runtime_error("cannot write " + path_);
    }

private:
    std::string path_;
    std::ofstream stream_;
};

}  // namespace

Table read_table(const std::string& path) {
    CsvReader reader(in_utf8(opened(path), detect_writing(opened(path))), {.field_bytes = 256 * 1024, .record_bytes = 1024 * 1024, .fields = 1'000});
    Table table;
    CsvRecord record;
    while (reader.next(record)) {
        if (record.broken || !record.faults.empty())
            throw std::runtime_error("line " + std::to_string(record.line) + ": " + (record.faults.empty() ? "the quotes are broken" : std::string(record.faults[0].code)));
        std::vector<std::string> fields(record.fields.begin(), record.fields.end());
        if (table.header.empty()) {
            table.header = std::move(fields);
            continue;
        }
        if (table.rows.size() == most_rows) throw std::runtime_error("the file has more than a million rows: split it");
        table.rows.push_back(std::move(fields));
        table.lines.push_back(std::int64_t(record.line));
    }
    if (auto refusal = reader.refusal()) throw std::runtime_error(path + ": " + std::string(*refusal));
    if (money_columns(table.header).empty()) throw std::runtime_error("the header names no column of money (price, subtotal, total …)");
    return table;
}

void write_table(const Table& table, const std::string& path) {
    File file(path);
    auto writer = csv_writer(file.sink());
    writer->row(table.header);
    for (const auto& row : table.rows) writer->row(row);
    writer->finish();
    file.close();
}

std::map<std::string, std::int64_t> known_prices(const Table& table, Currency currency) {
    auto sku = column_named(table, "sku"), price = column_named(table, "price");
    std::map<std::string, std::int64_t> known;
    for (const auto& row : table.rows) {
        if (std::max(sku, price) >= row.size()) continue;
        if (auto minor = read_amount(row[price], Unit::major, currency)) known[row[sku]] = *minor;
    }
    return known;
}

void write_log(const Outcome& outcome, Currency currency, const std::string& path) {
    File file(path);
    auto writer = csv_writer(file.sink());
    writer->row({"line", "column", "written", "unit", "minor_units", "currency", "evidence", "fault"});
    for (const auto& amount : outcome.amounts)
        writer->row({std::to_string(amount.line), cells::guarded(amount.column), cells::guarded(amount.text), std::string(name_of(amount.unit)),
                     amount.unit == Unit::undecided ? std::string() : std::to_string(amount.minor), std::string(currency.code()), evidence_text(amount), amount.fault});
    writer->finish();
    file.close();
}

}  // namespace vitrine::imports::legacy
