#include "modules/suppliers/feed_rows.h"

namespace vitrine::suppliers {
namespace {

class CsvRows : public FeedRows {
public:
    CsvRows(imports::ByteSource bytes, bool has_header) : reader_(std::move(bytes)), has_header_(has_header) {}

    bool next(FeedRow& row) override {
        if (has_header_ && columns_.empty() && !read_header()) return false;
        if (!reader_.next(record_)) {
            if (auto why = reader_.refusal()) refusal_ = *why;
            return false;
        }
        row.number = record_.line;
        row.fault = record_.broken || !record_.faults.empty() ? std::string(record_.faults.empty() ? "csv.broken" : record_.faults.front().code) : std::string();
        row.cells.assign(record_.fields.begin(), record_.fields.end());
        while (!has_header_ && columns_.size() < row.cells.size()) columns_.push_back(std::to_string(columns_.size() + 1));
        return true;
    }

private:
    bool read_header() {
        if (!reader_.next(record_) || record_.broken) {
            refusal_ = reader_.refusal() ? std::string(*reader_.refusal()) : record_.broken ? "csv.broken_header" : "file.empty";
            return false;
        }
        columns_.assign(record_.fields.begin(), record_.fields.end());
        return true;
    }

    imports::CsvReader reader_;
    imports::CsvRecord record_;
    bool has_header_;
};

}  // namespace

std::unique_ptr<FeedRows> open_rows(const Layout& layout, imports::ByteSource bytes) {
    auto record = layout.record ? layout.record->str() : std::string();
    switch (layout.format) {
        case FileFormat::csv: return std::make_unique<CsvRows>(std::move(bytes), has_header(layout));
        case FileFormat::json: return json_rows(std::move(bytes), std::move(record), false);
        case FileFormat::json_lines: return json_rows(std::move(bytes), std::move(record), true);
        case FileFormat::xml: return xml_rows(std::move(bytes), std::move(record));
    }
    throw std::logic_error("a feed is written in no known way");
}

}  // namespace vitrine::suppliers
