#include "modules/imports/row_writer.h"

#include <xlsxwriter.h>

#include <stdexcept>

namespace vitrine::imports {
namespace {

class CsvWriter final : public RowWriter {
public:
    explicit CsvWriter(ByteSink sink) : sink_(std::move(sink)) {}

    void row(const std::vector<std::string>& cells) override {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) buffer_ += ',';
            put(cells[i]);
        }
        buffer_ += '\n';
        if (buffer_.size() >= 64 * 1024) flush();
    }
    void finish() override { flush(); }

private:
    void put(const std::string& cell) {
        bool is_plain = cell.find_first_of(",;\t\"\r\n") == std::string::npos;
        if (is_plain) {
            buffer_ += cell;
            return;
        }
        buffer_ += '"';
        for (char c : cell) buffer_.append(c == '"' ? 2 : 1, c);
        buffer_ += '"';
    }
    void flush() {
        sink_(buffer_);
        buffer_.clear();
    }

    ByteSink sink_;
    std::string buffer_;
};

void check(lxw_error error) {
    if (error != LXW_NO_ERROR) throw std::runtime_error(std::string("the workbook cannot be written: ") + lxw_strerror(error));
}

class SheetWriter final : public RowWriter {
public:
    explicit SheetWriter(const std::string& path) {
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        book_ = workbook_new_opt(path.c_str(), &options);
        sheet_ = book_ ? workbook_add_worksheet(book_, nullptr) : nullptr;
        if (!sheet_) throw std::runtime_error("cannot write " + path);
    }
    ~SheetWriter() override {
        if (book_) workbook_close(book_);
    }

    void row(const std::vector<std::string>& cells) override {
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (!cells[i].empty()) check(worksheet_write_string(sheet_, row_, lxw_col_t(i), cells[i].c_str(), nullptr));
        ++row_;
    }
    void finish() override { check(workbook_close(std::exchange(book_, nullptr))); }

private:
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_row_t row_ = 0;
};

}  // namespace

std::unique_ptr<RowWriter> csv_writer(ByteSink sink) { return std::make_unique<CsvWriter>(std::move(sink)); }
std::unique_ptr<RowWriter> sheet_writer(const std::string& path) { return std::make_unique<SheetWriter>(path); }

}  // namespace vitrine::imports
