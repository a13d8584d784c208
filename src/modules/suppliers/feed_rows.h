#pragma once
// The rows of a feed, one after the other, whatever it is written in. Memory is bounded by one row.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "modules/imports/api.h"
#include "modules/suppliers/layout.h"

namespace vitrine::suppliers {

inline constexpr size_t longest_row_bytes = 256 * 1024;
inline constexpr size_t most_columns = 1'000;

struct FeedRow {
    std::uint64_t number = 0;            ///< CSV: the physical line; JSON and XML: which record, from 1
    std::vector<std::string> cells;      ///< by column; a short row lacks those at its end
    std::string fault;                   ///< not empty: the row cannot be read, and why (a stable code)
};

class FeedRows {
public:
    virtual ~FeedRows() = default;
    /// False at the end, or when reading on makes no sense (`refusal`).
    virtual bool next(FeedRow& row) = 0;
    /// Names of the columns so far; JSON and XML add to them as new names come.
    const std::vector<std::string>& columns() const { return columns_; }
    /// Why the file as a whole cannot be read: a stable code; empty: it can.
    const std::string& refusal() const { return refusal_; }

protected:
    std::vector<std::string> columns_;
    std::string refusal_;
};

/// Faults of rows: those of CsvReader; json.malformed, row.too_long, row.too_many_columns. Refusals: those of CsvReader; json.no_list, json.malformed, xml.malformed, file.empty.
std::unique_ptr<FeedRows> open_rows(const Layout& layout, imports::ByteSource bytes);

std::unique_ptr<FeedRows> json_rows(imports::ByteSource bytes, std::string list, bool are_lines);
std::unique_ptr<FeedRows> xml_rows(imports::ByteSource bytes, std::string element);

}  // namespace vitrine::suppliers
