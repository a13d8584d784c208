#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"
#include "modules/stores/api.h"

namespace vitrine::verify {

enum class Severity { wrong, warning };
SHAPE_ENUM(Severity, wrong, warning)

/// One row that breaks a rule.
struct Finding {
    std::string store;    ///< slug
    std::string code;     ///< "stock.on_hand": the rule, stable
    Severity severity = Severity::wrong;
    std::string subject;  ///< an order number, an id, an account
    std::string detail;
};
SHAPE(Finding, store, code, severity, subject, detail)

struct Report {
    std::int64_t stores = 0;
    std::int64_t checks = 0;  ///< rules looked at, over all stores
    std::vector<Finding> findings;
    bool is_clean() const;    ///< nothing wrong; warnings may be there
};
SHAPE(Report, stores, checks, findings)

/// Compares what the modules say about one another: stock, orders, payments, books, news. Reads only, through the runtime role, one store at a
/// time; each rule sees one instant, so a shop at work is not accused of what is merely under way. Repeatable.
Task<Report> verify(pg::Db& db, std::vector<std::shared_ptr<const stores::Store>> stores, Instant now);

/// The report for people: a line per finding, then a sentence.
std::string table_of(const Report& report);

}  // namespace vitrine::verify
