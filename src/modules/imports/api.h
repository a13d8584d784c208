#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"
#include "modules/app.h"
#include "modules/imports/csv_reader.h"
#include "modules/imports/import_rows.h"
#include "modules/imports/sheet_xml.h"
#include "modules/imports/spool.h"

namespace vitrine::imports {

using ImportId = Id<"imp">;

inline constexpr RefusalKind faulty{"imports.faulty", 422, "The file has faults; nothing was imported"};
inline constexpr RefusalKind conflict{"imports.conflict", 409, "Somebody changed the same products meanwhile"};
inline constexpr RefusalKind busy{"imports.busy", 409, "Another process carries this import on"};
inline constexpr RefusalKind not_resumable{"imports.not_resumable", 409, "This import cannot be carried on"};
inline constexpr RefusalKind other_file{"imports.other_file", 409, "This is not the file that the import began with"};
inline constexpr RefusalKind not_uploading{"imports.not_uploading", 409, "This import takes no more parts"};
inline constexpr RefusalKind parts_missing{"imports.parts_missing", 409, "Parts of the file are missing"};
inline constexpr RefusalKind not_cancellable{"imports.not_cancellable", 409, "This import has ended"};
inline constexpr RefusalKind not_found{"imports.not_found", 404, "No such import"};

enum class Kind { products, categories };
SHAPE_ENUM(Kind, products, categories)

/// How a file lays out its rows; whether it is CSV or XLSX is seen from its bytes.
enum class Format { native, shopify, woocommerce, categories };
SHAPE_ENUM(Format, native, shopify, woocommerce, categories)

struct Counts {
    std::int64_t rows = 0, products = 0, variants = 0;
    std::int64_t created = 0, updated = 0, unchanged = 0;   ///< products, or categories (created: those that were written)
    std::int64_t levels_set = 0;                            ///< variants whose stock was set to another number
    std::int64_t faults = 0;
    std::int64_t notices = 0;                               ///< what was changed or left out so that another system's file fits
    std::int64_t categories_made = 0;
};
SHAPE(Counts, rows, products, variants, created, updated, unchanged, levels_set, faults, notices, categories_made)

/// One fault: physical row from 1 (of a spreadsheet the sheet's row), the column as the header writes it (of a spreadsheet with its letter; empty:
/// the row or the file is meant). A notice stops nothing.
struct ReportedFault {
    std::int64_t row = 0;
    std::string column, code, text;
    bool is_notice = false;
};
SHAPE(ReportedFault, row, column, code, text, is_notice)

struct Report {
    ImportId id;
    Kind kind = Kind::products;
    std::string file_name;
    bool is_dry_run = false;
    /// checked (dry run), refused (faults), applied, cancelled; of a run at work checking or applying, of one that broke off stopped; of one whose file
    /// comes in parts uploading, then queued until a worker takes it.
    std::string state;
    Counts counts;
    std::vector<ReportedFault> faults;   ///< in the order of the file; at most 10,000
    std::vector<ReportedFault> notices;  ///< the same
    Format format = Format::native;
};
SHAPE(Report, id, kind, file_name, is_dry_run, state, counts, faults, notices, format)

struct Request {
    std::function<ByteSource()> open;    ///< called for every reading: the file is read twice. Throws when it cannot be opened.
    std::string file_name;
    bool is_dry_run = false;
    Currency currency;                   ///< that the store sells in; prices in others are faults
    std::function<void(ImportId)> begun; ///< told under which id the run is written down; may be empty
    std::optional<Format> format;        ///< none: known by its header
    bool makes_categories = false;       ///< makes those that the file names and the store lacks
    std::string fallback_category = {};  ///< slug, for products of other systems that name none
    std::optional<ImportId> id = {};     ///< of an upload: the run is written down already
    /// Told the rows read so far, between batches; false: stop here. What was committed stays, and the run ends as cancelled. May be empty.
    std::function<Task<bool>(std::int64_t rows)> beat = {};
};

/// Imports a catalog file (docs/guides/catalog-csv.md), a product file of Shopify or WooCommerce, or a category file
/// (slug,name,name_local,parent_slug,position), in CSV or XLSX.
/// The whole file is checked first; any fault: nothing is written. Then it is applied, 2,000 products a transaction (docs/adr/0021): a smaller file
/// all or nothing, a larger one keeps what was committed when it is broken off, and `resume` carries it on. Repeatable: a second run of the same
/// file writes nothing. A dry run gives the same report.
/// Products that the file does not name are left alone; of a product that it names, variants that it leaves out are archived.
/// A report with state `refused` is a value, not a refusal. Refuses imports.conflict.
Task<Result<Report>> run(pg::Db& db, Ctx ctx, Request request);

/// Carries on a run that broke off while it was applied, with the same file: checks all of it again, goes past what is applied and writes the rest.
/// Counts that were set once are not set again. Repeatable: an applied run gives its report. Two at once: one of them gets imports.busy.
/// Refuses imports.not_found, imports.not_resumable, imports.other_file, imports.conflict.
Task<Result<Report>> resume(pg::Db& db, Ctx ctx, ImportId id, Request request);

/// What an upload is about to bring.
struct NewUpload {
    std::optional<Text<1, 255>> file_name;
    std::optional<bool> dry_run, create_categories;
    std::optional<Format> format;
    std::optional<Slug> category;        ///< fallback
};
SHAPE(NewUpload, file_name, dry_run, create_categories, format, category)
struct PartRow {
    std::int32_t number = 0;
    std::int64_t bytes = 0;
    std::string sha256;                  ///< hex
};
SHAPE(PartRow, number, bytes, sha256)

inline constexpr std::int64_t most_part_bytes = 8 << 20;
inline constexpr std::int32_t most_parts = 256;

// A file in parts, carried out by a worker: what that one leaves undone when it dies, the next carries on.

/// Opens an upload: its run is `uploading`. It is forgotten after a week.
Task<Result<Report>> open_upload(App& app, Ctx ctx, NewUpload in);
/// Puts a part of at most 8 MiB in its place. Repeatable, in any order; the same number again replaces. Refuses imports.not_found, imports.not_uploading.
Task<Result<PartRow>> put_part(App& app, Ctx ctx, ImportId id, std::int32_t number, std::string content);
Task<Result<std::vector<PartRow>>> parts(App& app, Ctx ctx, ImportId id);
/// The file is whole: `count` parts from 1 on. A worker takes it; also a run that stopped is taken up again. Repeatable while it waits or works.
/// Refuses imports.parts_missing (with a pointer each), imports.not_found, imports.not_resumable.
Task<Result<Report>> start(App& app, Ctx ctx, ImportId id, std::int32_t count);
/// Ends an import: at once where it waits, else at its next look, at most one transaction later; what was committed stays. Repeatable.
/// Refuses imports.not_found, imports.not_cancellable.
Task<Result<Report>> cancel(App& app, Ctx ctx, ImportId id);

// What modules above do with the same machinery: files that wait as uploads, products that are written as an import writes them.

/// The parts of an upload one after the other, none of them in memory longer than it takes to write it down. `beat` (may be empty) is asked after each; false: stop here.
Task<std::shared_ptr<const Spool>> spool_upload(pg::Db& db, Ctx ctx, ImportId id, std::function<Task<bool>()> beat);
/// Reads it from its beginning.
ByteSource bytes_of(std::shared_ptr<const Spool> spool);

struct StoreFacts;
/// Writes products that another module made (suppliers), as an import would: what is the same as the last time is not written, stock is a count. Holds what the
/// store knew when it was opened.
class ProductWriter {
public:
    explicit ProductWriter(std::shared_ptr<const StoreFacts> facts) : facts_(std::move(facts)) {}
    /// Puts the attributes into the spelling that is stored; gives what does not fit: values that the definitions do not take, needed attributes that are missing,
    /// a category that the store lacks. Pure.
    std::vector<ReportedFault> check(ProductDraft& draft) const;
    /// Writes them in this transaction and notes the changes. Gives the slugs of those left out because another product has their SKU. After the commit:
    /// db.notify_soon(catalog::changes_channel). Throws pg::Error 40001 when a category went meanwhile.
    Task<std::vector<std::string>> write(pg::Tx& tx, std::vector<ProductDraft> drafts, Counts& counts, std::string stock_reason) const;

private:
    std::shared_ptr<const StoreFacts> facts_;
};
/// Reads what the writer needs to know of the store. `currency` is the store's.
Task<ProductWriter> open_writer(pg::Db& db, Ctx ctx, Currency currency);

/// How far a run is, small enough to be asked several times a second.
struct Progress {
    std::string state;
    std::int64_t rows_read = 0;          ///< by the check
    std::int64_t products_applied = 0;
    Counts counts;
    bool is_cancel_wanted = false;
};
SHAPE(Progress, state, rows_read, products_applied, counts, is_cancel_wanted)
/// Refuses imports.not_found.
Task<Result<Progress>> progress(App& app, Ctx ctx, ImportId id);
/// Pure. Whether nothing will change any more.
bool is_over(std::string_view state);

/// The report of an earlier run, or how far a running one is. Refuses imports.not_found.
Task<Result<Report>> report(pg::Db& db, Ctx ctx, ImportId id);

/// The faults and notices of an earlier run, from the one after position `after` (-1: from the first). Refuses imports.not_found.
Task<Result<std::vector<ReportedFault>>> faults(pg::Db& db, Ctx ctx, ImportId id, std::int32_t after, std::int32_t limit);

}  // namespace vitrine::imports
