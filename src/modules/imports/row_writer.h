#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::imports {

/// Takes bytes of a file as they come.
using ByteSink = std::function<void(std::string_view)>;

/// Writes a table, row by row, with bounded memory.
class RowWriter {
public:
    virtual ~RowWriter() = default;
    virtual void row(const std::vector<std::string>& cells) = 0;
    virtual void finish() = 0;   ///< once, after the last row
};

/// RFC 4180 in UTF-8, lines ended by LF. Values that need it are quoted.
std::unique_ptr<RowWriter> csv_writer(ByteSink sink);

/// An XLSX workbook with one sheet of texts, so that no spreadsheet rounds a barcode or runs a formula. std::runtime_error when it cannot be written;
/// a sheet has 1,048,576 rows at most.
std::unique_ptr<RowWriter> sheet_writer(const std::string& path);

}  // namespace vitrine::imports
