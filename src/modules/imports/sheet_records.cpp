// Office Open XML workbooks (ECMA-376 part 1, SpreadsheetML): the first sheet, its shared texts and which numbers are dates.
#include "modules/imports/sheet_records.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <set>

#include "core/text.h"
#include "modules/imports/sheet_xml.h"
#include "modules/imports/zip_reader.h"

namespace vitrine::imports {
namespace {

constexpr std::uint64_t most_texts_bytes = 64u << 20, most_xml_bytes = 4ull << 30, most_columns = 16'384;

std::string letters_of(std::size_t column) {
    std::string out;
    for (++column; column > 0; column = (column - 1) / 26) out.insert(out.begin(), char('A' + (column - 1) % 26));
    return out;
}

/// "BC12" to column 54; nothing when it is no place in a sheet.
std::optional<std::size_t> column_of(std::string_view place) {
    std::size_t column = 0;
    for (char c : place) {
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + std::size_t(c - 'A' + 1);
        if (column > most_columns) return {};
    }
    return column == 0 ? std::nullopt : std::optional(column - 1);
}

std::uint64_t whole(const std::string& text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// Days since 1899-12-30 as Excel counts them, to a date; only whole days, because no column of ours holds a time.
std::string date_of(std::uint64_t days) {
    // Civil from days (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    std::int64_t z = std::int64_t(days) - 25'569 + 719'468;
    std::int64_t era = z / 146'097, day_of_era = z - era * 146'097;
    std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100), month = (5 * day_of_year + 2) / 153;
    auto two = [](std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    std::int64_t real_month = month < 10 ? month + 3 : month - 9;
    return std::to_string(year_of_era + era * 400 + (real_month <= 2)) + "-" + two(real_month) + "-" + two(day_of_year - (153 * month + 2) / 5 + 1);
}

/// What Excel writes for 0.1 + 0.2 is 0.30000000000000004: it shows 15 digits, and so do we. Done on the digits, without a float. Text that is no
/// number, or one that nobody writes out, stays as it is.
std::string number_of(const std::string& text) {
    constexpr std::size_t shown_digits = 15;
    auto rest = std::string_view(text);
    bool is_negative = rest.starts_with('-');
    if (is_negative) rest.remove_prefix(1);
    std::string digits;
    std::int64_t point = 0;   // places before the decimal point
    bool is_after_point = false;
    while (!rest.empty() && rest[0] != 'e' && rest[0] != 'E') {
        bool is_point = rest[0] == '.' && !is_after_point;
        if (!is_point && (rest[0] < '0' || rest[0] > '9')) return text;
        if (is_point) is_after_point = true;
        else digits += rest[0], point += is_after_point ? 0 : 1;
        rest.remove_prefix(1);
    }
    std::int64_t exponent = 0;
    if (!rest.empty()) {
        rest.remove_prefix(rest.substr(1).starts_with('+') ? 2 : 1);
        if (std::from_chars(rest.data(), rest.data() + rest.size(), exponent).ptr != rest.data() + rest.size() || exponent > 30 || exponent < -30) return text;
    }
    point += exponent;
    auto zeros = std::min(digits.find_first_not_of('0'), digits.size());
    digits.erase(0, zeros), point -= std::int64_t(zeros);
    if (digits.size() > shown_digits) {
        bool rounds_up = digits[shown_digits] >= '5';
        digits.resize(shown_digits);
        auto at = digits.size();
        while (rounds_up && at > 0 && digits[at - 1] == '9') digits[--at] = '0';
        if (rounds_up && at > 0) ++digits[at - 1];
        if (rounds_up && at == 0) digits.insert(0, "1"), ++point;
    }
    while (digits.ends_with('0')) digits.pop_back();
    if (digits.empty()) return "0";
    if (point > 21 || point < -9) return text;
    std::string out = is_negative ? "-" : "";
    if (point <= 0) return out + "0." + std::string(std::size_t(-point), '0') + digits;
    if (digits.size() < std::size_t(point)) digits.resize(std::size_t(point), '0');
    out += digits.substr(0, std::size_t(point));
    return digits.size() > std::size_t(point) ? out + "." + digits.substr(std::size_t(point)) : out;
}

class SheetRecords final : public Records {
public:
    SheetRecords(std::shared_ptr<const Spool> file, CsvLimits limits) : bytes_(file->size()), limits_(limits), file_(std::move(file)) {}

    bool next(CsvRecord& record) override {
        try {
            return read_next(record);
        } catch (const ZipBroken&) {
            refusal_ = "file.broken_workbook";
            if (number_ == 0) return false;
            // Rows were given already: the rest is a broken row, so that the file is refused.
            if (std::exchange(has_told_, true)) return false;
            record = {.number = ++number_, .line = row_ + 1, .fields = {}, .faults = {{row_ + 1, 0, "file.broken_workbook"}}, .broken = true};
            return true;
        }
    }
    std::optional<std::string_view> refusal() const override { return refusal_; }
    std::uint64_t bytes_read() const override { return bytes_; }
    std::string label(std::size_t field, const std::string& name) const override { return name + " (" + letters_of(field) + ")"; }

private:
    struct Row {
        std::uint64_t number = 0;
        std::vector<std::string> cells;
        std::vector<CsvFault> faults;
    };

    bool read_next(CsvRecord& record) {
        if (has_told_) return false;
        if (!sheet_) open();
        while (rows_.empty() && sheet_->read_some()) {}
        if (rows_.empty()) return false;
        current_ = std::move(rows_.front());
        rows_.pop_front();
        // A sheet does not store the empty cells at a row's end.
        if (columns_ == 0) columns_ = current_.cells.size();
        if (current_.cells.size() < columns_) current_.cells.resize(columns_);
        while (current_.cells.size() > columns_ && current_.cells.back().empty()) current_.cells.pop_back();
        record.number = ++number_;
        record.line = row_ = current_.number;
        record.broken = false;
        record.faults = std::move(current_.faults);
        record.fields.assign(current_.cells.begin(), current_.cells.end());
        if (record.fields.size() > limits_.fields) record.faults.push_back({row_, limits_.fields, "csv.too_many_fields"}), record.fields.resize(limits_.fields);
        return true;
    }

    void open() {
        zip_.emplace(file_);
        read_styles();
        read_texts();
        sheet_.emplace(zip_->open(first_sheet(), most_xml_bytes));
        sheet_->on_start = [this](std::string_view name, const XmlReader::Attributes& attributes) { start(name, attributes); };
        sheet_->on_end = [this](std::string_view name) { end(name); };
        sheet_->on_text = [this](std::string_view text) {
            if (takes_text_ && value_.size() <= limits_.field_bytes) value_ += text;
        };
    }

    void read_part(const std::string& part, std::uint64_t most, const std::function<void(XmlReader&)>& hear) {
        if (!zip_->has(part)) return;
        XmlReader reader(zip_->open(part, most));
        hear(reader);
        while (reader.read_some()) {}
    }

    /// The first sheet by the workbook's order; its part is named by a relation.
    std::string first_sheet() {
        std::string relation, target;
        read_part("xl/workbook.xml", 16u << 20, [&](XmlReader& reader) {
            reader.on_start = [&](std::string_view name, const XmlReader::Attributes& attributes) {
                if (name == "sheet" && relation.empty())
                    if (auto* id = find(attributes, "id")) relation = *id;
            };
        });
        read_part("xl/_rels/workbook.xml.rels", 16u << 20, [&](XmlReader& reader) {
            reader.on_start = [&](std::string_view name, const XmlReader::Attributes& attributes) {
                auto *id = find(attributes, "Id"), *to = find(attributes, "Target");
                if (name == "Relationship" && id && to && *id == relation) target = *to;
            };
        });
        if (target.starts_with('/')) return target.substr(1);
        return target.empty() ? "xl/worksheets/sheet1.xml" : "xl/" + target;
    }

    void read_texts() {
        std::string text;
        bool is_taken = false, is_sound = false;
        read_part("xl/sharedStrings.xml", 1ull << 30, [&](XmlReader& reader) {
            reader.on_start = [&](std::string_view name, const auto&) {
                if (name == "si") text.clear();
                if (name == "rPh") is_sound = true;   // how the text is read aloud
                is_taken = name == "t" && !is_sound;
            };
            reader.on_end = [&](std::string_view name) {
                is_taken = false;
                if (name == "rPh") is_sound = false;
                if (name != "si") return;
                ends_.push_back(texts_.size() + text.size());
                texts_ += text;
            };
            reader.on_text = [&](std::string_view piece) {
                if (is_taken) text += piece;
                if (texts_.size() + text.size() > most_texts_bytes || ends_.size() > 8'000'000) throw_later_ = true, text.clear(), is_taken = false;
            };
        });
        if (throw_later_) throw ZipBroken("the workbook holds too much text");
    }

    /// Which cell styles show dates: the built-in formats 14 to 22 and own formats that name days or years.
    void read_styles() {
        std::set<std::uint64_t> dates;
        for (std::uint64_t id = 14; id <= 22; ++id) dates.insert(id);
        bool is_in_cells = false;
        read_part("xl/styles.xml", 64u << 20, [&](XmlReader& reader) {
            reader.on_start = [&](std::string_view name, const XmlReader::Attributes& attributes) {
                auto *id = find(attributes, "numFmtId"), *code = find(attributes, "formatCode");
                if (name == "numFmt" && id && code && lower_ascii(*code).find_first_of("dy") != std::string::npos && !code->contains('#') && !code->contains('0')) dates.insert(whole(*id));
                if (name == "cellXfs") is_in_cells = true;
                if (name == "xf" && is_in_cells && dates_.size() < 100'000) dates_.push_back(id && dates.contains(whole(*id)));
            };
            reader.on_end = [&](std::string_view name) {
                if (name == "cellXfs") is_in_cells = false;
            };
        });
    }

    void start(std::string_view name, const XmlReader::Attributes& attributes) {
        if (name == "row") {
            auto* number = find(attributes, "r");
            row_in_sheet_ = number ? whole(*number) : row_in_sheet_ + 1;
            row_text_ = {.number = row_in_sheet_};
            row_bytes_ = 0;
            next_column_ = 0;
        } else if (name == "c") {
            auto *place = find(attributes, "r"), *type = find(attributes, "t"), *style = find(attributes, "s");
            column_ = place ? column_of(*place).value_or(next_column_) : next_column_;
            type_ = type ? *type : "n";
            auto number = style ? whole(*style) : 0;
            is_date_ = style && number < dates_.size() && dates_[std::size_t(number)];
            value_.clear();
        } else if (name == "rPh") {
            is_phonetic_ = true;
        }
        takes_text_ = (name == "v" || (name == "t" && type_ == "inlineStr")) && !is_phonetic_;
    }

    void end(std::string_view name) {
        takes_text_ = false;
        if (name == "rPh") is_phonetic_ = false;
        if (name == "c") end_cell();
        if (name != "row") return;
        bool is_blank = row_text_.faults.empty() && std::ranges::all_of(row_text_.cells, [](const auto& cell) { return cell.empty(); });
        if (!is_blank) rows_.push_back(std::move(row_text_));
        row_text_ = {};
    }

    /// A row tells of a hundred faults; whoever has more has read enough.
    void fault(std::string_view code) {
        if (row_text_.faults.size() < 100) row_text_.faults.push_back({row_in_sheet_, column_, code});
    }

    void end_cell() {
        next_column_ = column_ + 1;
        if (column_ >= most_columns || value_.empty()) return;
        auto& cells = row_text_.cells;
        auto text = text_of_cell();
        if (text.size() > limits_.field_bytes) fault("csv.field_too_long"), text.clear();
        row_bytes_ += text.size();
        if (row_bytes_ > limits_.record_bytes) fault("csv.row_too_long"), text.clear();
        if (text.empty()) return;
        if (cells.size() <= column_) cells.resize(column_ + 1);
        cells[column_] = std::move(text);
    }

    std::string text_of_cell() {
        if (value_.size() > limits_.field_bytes) return value_;
        if (type_ == "s") return shared_text(whole(value_));
        if (type_ == "b") return value_ == "1" ? "yes" : "no";
        if (type_ == "e") return fault("sheet.error_value"), std::string();
        if (type_ != "n") return value_;
        return is_date_ && value_.find_first_not_of("0123456789") == std::string::npos && value_.size() < 7 ? date_of(whole(value_)) : number_of(value_);
    }

    /// One text may stand in many cells: a long one is not copied.
    std::string shared_text(std::uint64_t index) {
        if (index >= ends_.size()) {
            fault("file.broken_workbook");
            return {};
        }
        auto begins = index == 0 ? 0 : ends_[std::size_t(index) - 1];
        return texts_.substr(begins, std::min(ends_[std::size_t(index)] - begins, limits_.field_bytes + 1));
    }

    std::uint64_t bytes_, number_ = 0, row_ = 0, row_in_sheet_ = 0, row_bytes_ = 0;
    CsvLimits limits_;
    std::shared_ptr<const Spool> file_;
    std::optional<ZipReader> zip_;
    std::optional<XmlReader> sheet_;
    std::string texts_;
    std::vector<std::size_t> ends_;
    std::vector<bool> dates_;
    std::deque<Row> rows_;
    Row row_text_, current_;
    std::size_t column_ = 0, next_column_ = 0, columns_ = 0;
    std::string type_, value_;
    bool is_date_ = false, takes_text_ = false, is_phonetic_ = false, has_told_ = false, throw_later_ = false;
    std::optional<std::string_view> refusal_;
};

}  // namespace

std::unique_ptr<Records> sheet_records(std::shared_ptr<const Spool> file, CsvLimits limits) {
    return std::make_unique<SheetRecords>(std::move(file), limits);
}

}  // namespace vitrine::imports
