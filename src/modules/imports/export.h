#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/imports/api.h"
#include "modules/imports/row_writer.h"

namespace vitrine::imports {

struct ExportRequest {
    Format format = Format::native;
    Currency currency;                      ///< the store's; prices in others are left out
    std::optional<std::string> category;    ///< slug; what is below it belongs to it
    std::vector<std::string> statuses;      ///< none: all
};

struct ExportCounts {
    std::int64_t products = 0, rows = 0;
};
SHAPE(ExportCounts, products, rows)

/// Writes the products of a store, by slug, 500 at a time, or (format categories) its categories. Archived variants, and products that have no others,
/// are left out. Importing the file into an empty store with the same categories and exporting that gives the same file. Changes nothing.
Task<ExportCounts> export_catalog(pg::Db& db, Ctx ctx, ExportRequest request, RowWriter& writer);

}  // namespace vitrine::imports
