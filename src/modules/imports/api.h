#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"
#include "modules/imports/csv_reader.h"

namespace vitrine::imports {

using ImportId = Id<"imp">;

inline constexpr RefusalKind faulty{"imports.faulty", 422, "The file has faults; nothing was imported"};
inline constexpr RefusalKind conflict{"imports.conflict", 409, "Somebody changed the same products meanwhile; nothing was imported"};
inline constexpr RefusalKind not_found{"imports.not_found", 404, "No such import"};

enum class Kind { products, categories };
SHAPE_ENUM(Kind, products, categories)

struct Counts {
    std::int64_t rows = 0, products = 0, variants = 0;
    std::int64_t created = 0, updated = 0, unchanged = 0;   ///< products, or categories (created: those that were written)
    std::int64_t levels_set = 0;                            ///< variants whose stock was set to another number
    std::int64_t faults = 0;
};
SHAPE(Counts, rows, products, variants, created, updated, unchanged, levels_set, faults)

/// One fault: physical row from 1, the column as the header writes it (empty: the row or the file is meant).
struct ReportedFault {
    std::int64_t row = 0;
    std::string column, code, text;
};
SHAPE(ReportedFault, row, column, code, text)

struct Report {
    ImportId id;
    Kind kind = Kind::products;
    std::string file_name;
    bool is_dry_run = false;
    std::string state;                   ///< checked (dry run), refused (faults), applied
    Counts counts;
    std::vector<ReportedFault> faults;   ///< in the order of the file; at most 10,000
};
SHAPE(Report, id, kind, file_name, is_dry_run, state, counts, faults)

struct Request {
    std::function<ByteSource()> open;    ///< called for every reading: the file is read twice. Throws when it cannot be opened.
    std::string file_name;
    bool is_dry_run = false;
    Currency currency;                   ///< that the store sells in; prices in others are faults
};

/// Imports a catalog file (docs/guides/catalog-csv.md) or a category file (slug,name,name_local,parent_slug,position), known by its header.
/// The whole file is checked first; then all of it is applied in one transaction, or nothing when there is any fault: an interrupted import
/// leaves no trace and is simply repeated. Repeatable: a second run of the same file writes nothing. A dry run gives the same report.
/// Products that the file does not name are left alone; of a product that it names, variants that it leaves out are archived.
/// A report with state `refused` is a value, not a refusal. Refuses imports.conflict.
Task<Result<Report>> run(pg::Db& db, Ctx ctx, Request request);

/// The report of an earlier run. Refuses imports.not_found.
Task<Result<Report>> report(pg::Db& db, Ctx ctx, ImportId id);

}  // namespace vitrine::imports
