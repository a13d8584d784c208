#pragma once
#include <string>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"

namespace vitrine::ledger {

using EntryId = Id<"le">;

/// One line of a posting: debit positive, credit negative, in whole minor units. The lines of a posting sum to zero per currency.
struct Line {
    std::string account;   ///< "receivable", "sales", "clearing:stripe"; README.md lists all
    Money amount;
};

/// One event in the books. `reference` and `kind` together happen once: a repeat of the same posting is refused by a unique key (pg::Error 23505).
struct Posting {
    std::string kind;      ///< "order.placed", "order.cancelled", "payment.captured", "payment.refunded"
    std::string reference; ///< the id of what happened: "ord_…", "pay_…"
    std::vector<Line> lines;
    std::string actor = {};  ///< who caused it; empty: the transaction's actor
};

/// Queues the postings into the transaction with one statement. Checks that each sums to zero (std::logic_error otherwise); the database
/// checks again with a statement trigger. Entries are never changed or deleted: a mistake is mended by a further posting.
void post(pg::Tx& tx, const std::vector<Posting>& postings);

/// Which posting to take back, and what the further posting is called.
struct Reversal {
    std::string kind, reference;   ///< of the posting to be reversed
    std::string as;                ///< kind of the further posting; its reference is the same
};
/// Queues a posting that is another one the other way round, line by line. Nothing when there is no such posting; twice is refused by a unique key.
void reverse(pg::Tx& tx, const Reversal& what);

/// One line of the books on an account.
struct Movement {
    std::string kind, reference;
    Instant posted_at{};
    Currency currency;
    std::int64_t minor = 0;
    Money amount() const { return {minor, currency}; }
};
SHAPE(Movement, kind, reference, posted_at, currency, minor)
/// The movements of an account by postings whose kind begins so, oldest first.
Task<std::vector<Movement>> movements(pg::Tx& tx, std::string account, std::string kind_prefix);

}  // namespace vitrine::ledger
