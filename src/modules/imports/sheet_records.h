#pragma once

#include <memory>

#include "modules/imports/csv_reader.h"
#include "modules/imports/records.h"
#include "modules/imports/spool.h"

namespace vitrine::imports {

/// The rows of an XLSX workbook's first sheet. `line` is the row of the sheet, a label names column and letter: "price (F)". Memory: the shared
/// texts (64 MiB at most) and one row.
std::unique_ptr<Records> sheet_records(std::shared_ptr<const Spool> file, CsvLimits limits);

}  // namespace vitrine::imports
