#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::imports {

/// One thing wrong with the writing of a record (not with its meaning).
struct CsvFault {
    std::uint64_t line = 0;     ///< physical line, from 1; in a spreadsheet the row of the sheet
    std::size_t field = 0;      ///< position in the record, from 0
    std::string_view code;      ///< stable, e.g. `csv.unclosed_quote`
};

/// One record. The fields point into the reader and live until the next call of `next`.
struct CsvRecord {
    std::uint64_t number = 0;   ///< from 1, the header included, blank lines left out
    std::uint64_t line = 0;     ///< physical line where the record begins, from 1; in a spreadsheet the row of the sheet
    std::vector<std::string_view> fields;
    std::vector<CsvFault> faults;
    bool broken = false;        ///< the quoting failed: only the fields before the fault are given
};

/// Gives a table row by row, the header first, whatever it is kept in: CSV, a spreadsheet, or another system's file being translated.
class Records {
public:
    virtual ~Records() = default;

    /// Reads the next record, sound or broken; false at the end or when the file is refused.
    virtual bool next(CsvRecord& record) = 0;
    /// Why the whole file cannot be read.
    [[nodiscard]] virtual std::optional<std::string_view> refusal() const = 0;
    [[nodiscard]] virtual std::uint64_t bytes_read() const = 0;
    /// What a report calls the column of this field, whose header says `name`.
    [[nodiscard]] virtual std::string label(std::size_t field, const std::string& name) const { return static_cast<void>(field), name; }
};

}  // namespace vitrine::imports
