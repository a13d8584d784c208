#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "modules/imports/records.h"

namespace vitrine::imports {

/// Gives the next bytes of a file: fills the span as far as it likes and says how much; 0 means the end.
using ByteSource = std::function<std::size_t(std::span<char>)>;

/// Reads from text that outlives the source.
ByteSource bytes_of(std::string_view text);

/// Reads from a stream that outlives the source; open it in binary mode, or line ends change.
ByteSource bytes_of(std::istream& stream);

/// What one file may ask of us; the reader's memory is a small multiple of `record_bytes`.
struct CsvLimits {
    std::size_t field_bytes = 64 * 1024;
    std::size_t record_bytes = 256 * 1024;
    std::size_t fields = 256;
};

/// Streams records of RFC 4180 text: quotes, CR LF or LF, an optional byte order mark; comma, semicolon or tab is
/// found from the first line. Memory is bounded by the limits whatever the file holds. After a broken record reading
/// goes on at the physical line after the one where the trouble began, so one lost quote costs one record.
/// Faults: csv.unclosed_quote, csv.text_after_quote, csv.stray_quote, csv.bare_carriage_return, csv.nul_byte,
/// csv.field_too_long, csv.row_too_long, csv.too_many_fields, utf8.invalid.
class CsvReader : public Records {
public:
    explicit CsvReader(ByteSource source, CsvLimits limits = {});

    /// Reads the next record, sound or broken; false at the end or when the file is refused.
    bool next(CsvRecord& record) override;

    /// Why the whole file cannot be read: file.empty, file.not_utf8 (UTF-16), file.is_spreadsheet.
    [[nodiscard]] std::optional<std::string_view> refusal() const override { return refusal_; }

    [[nodiscard]] char delimiter() const { return delimiter_; }
    [[nodiscard]] std::uint64_t bytes_read() const override { return bytes_read_; }

private:
    enum class Outcome : std::uint8_t { whole, broken, need_more };
    enum class After : std::uint8_t { field, record, broken, need_more };
    struct Field {
        std::size_t begin = 0;
        std::size_t end = 0;
        bool has_escapes = false;
    };

    void open();
    void fill();
    void choose_delimiter();
    Outcome scan(CsvRecord& record);
    After scan_quoted(CsvRecord& record);
    After scan_plain(CsvRecord& record);
    After end_of_field(std::size_t at, Field field);
    After fail(CsvRecord& record, std::string_view code, std::uint64_t line, std::size_t resume_from);
    void finish(CsvRecord& record);
    void check_content(CsvRecord& record, std::size_t begin);
    void skip_line();
    std::string_view unescape(Field field);

    ByteSource source_;
    CsvLimits limits_;
    std::vector<char> buffer_;
    std::vector<Field> fields_;
    bool stops_[256] = {};
    std::size_t begin_ = 0;         ///< where the current record begins in the buffer
    std::size_t end_ = 0;           ///< how far the buffer is filled
    std::size_t at_ = 0;            ///< where the scan is
    std::size_t resume_from_ = 0;
    std::uint64_t line_ = 1;
    std::uint64_t scan_line_ = 1;
    std::uint64_t resume_line_ = 1;
    std::uint64_t record_number_ = 0;
    std::uint64_t bytes_read_ = 0;
    std::size_t extra_fields_ = 0;
    char delimiter_ = ',';
    bool is_open_ = false;
    bool at_end_ = false;
    bool skip_pending_ = false;     ///< the last record was broken
    bool plain_only_ = true;        ///< no quoted field in this record yet
    std::optional<std::string_view> refusal_;
};

}  // namespace vitrine::imports
