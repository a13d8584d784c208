#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>

#include "modules/catalog/api.h"
#include "modules/imports/api.h"
#include "modules/imports/category_book.h"
#include "modules/imports/import_rows.h"
#include "modules/imports/source_file.h"

namespace vitrine::imports {

/// What both passes over a file know of the store, read once for each of them.
struct StoreFacts {
    Currency currency;
    std::string today;                                      ///< "2026-11-21"
    std::shared_ptr<CategoryBook> categories;               ///< changes while a file is read
    std::set<std::string, std::less<>> category_slugs;
    std::map<std::string, AttributeRule, std::less<>> attributes;
    std::shared_ptr<const catalog::AttributeRules> rules;
    ImportLookup lookup() const;   ///< refers to this
};
Task<StoreFacts> read_facts(pg::Db& db, const Ctx& ctx, const Request& request);

/// Takes faults and notices apart and stops at 10,000 of each.
class Findings {
public:
    explicit Findings(Report& report) : report_(report) {}
    void operator()(const ImportFault& fault);

private:
    Report& report_;
};

/// Reads a file's products in batches away from the loop, because splitting and checking text is heavy.
class Batches {
public:
    static constexpr size_t products_at_once = 500;
    static constexpr size_t batches_a_transaction = 4;
    Batches(const SourceFile& file, const StoreFacts& facts, Report& report);
    Task<std::vector<ProductDraft>> next();
    const ImportCounts& counts() const { return reader_.counts(); }

private:
    const StoreFacts& facts_;
    std::vector<ReportedFault>& faults_;
    ProductReader reader_;
};

/// Puts every attribute into the one spelling that is stored. Adds a fault for each that the store's definitions do not take, and for each that goods
/// of the category need and an active product lacks.
void type_attributes(const StoreFacts& facts, ProductDraft& draft, std::vector<ReportedFault>& faults);

/// See Request::beat.
using Beat = std::function<Task<bool>(std::int64_t rows)>;

/// First pass: every fault of the file, those against the store included, and what applying it would do. Writes nothing. Gives the file's digest.
/// Sets the state to `cancelled` where `beat` says so.
Task<Uuid> check_products(pg::Db& db, const Ctx& ctx, const SourceFile& file, const StoreFacts& facts, Report& report, const Beat& beat = {});
/// Second pass, from product number `done` on: some batches a transaction, each of which moves the run's position; the last one ends the run.
/// The counts go on from those in `report`. Refuses imports.conflict; what was committed before stays. Sets the state to `cancelled` where `beat` says so.
Task<Result<void>> apply_products(pg::Db& db, const Ctx& ctx, const StoreFacts& facts, const SourceFile& file, Report& report, std::int64_t done, const Beat& beat = {});

/// A category file, read whole: it is small.
std::vector<catalog::CategoryInput> read_categories(Records& records, const std::set<std::string, std::less<>>& known, Report& report);

}  // namespace vitrine::imports
