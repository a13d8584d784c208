#pragma once
#include <memory>
#include <optional>
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

/// Where a chain of the audit log ended once, as somebody noted it outside the database (the log line audit.anchor).
struct Anchor {
    std::int64_t position = 0;
    std::string hash;         ///< 32 bytes
    /// Pure. "POSITION:HASH", the hash in 64 hexadecimal digits. Nothing for anything else.
    static std::optional<Anchor> parse(std::string_view text);
};

/// What of it to look at.
struct Wish {
    std::string part;         ///< the rules whose code begins so: "audit", "stock"; empty: all
    std::optional<Anchor> anchor = {};
};
/// The parts there are.
std::vector<std::string> parts();

/// Compares what the modules say about one another: stock, orders, payments, books, news. Reads only, through the runtime role, one store at a
/// time; each rule sees one instant, so a shop at work is not accused of what is merely under way. Repeatable.
Task<Report> verify(pg::Db& db, std::vector<std::shared_ptr<const stores::Store>> stores, Instant now, Wish wish = {});

/// The report for people: a line per finding, then a sentence.
std::string table_of(const Report& report);

}  // namespace vitrine::verify
