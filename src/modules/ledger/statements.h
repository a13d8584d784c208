#pragma once
// What happened with each gateway's money on each day, and how all accounts stand.
#include "modules/app.h"
#include "modules/ledger/rows.h"

namespace vitrine::ledger {

struct StatementMovement {
    std::string kind;                  ///< of the postings: "payment.captured"
    std::int64_t count = 0;
    Money amount;                      ///< positive: the gateway owes us more
};
SHAPE(StatementMovement, kind, count, amount)
/// One gateway on one day in one currency: closing = opening + movements.
struct Statement {
    std::string day, gateway;
    Money opening, closing;
    std::vector<StatementMovement> movements;
};
SHAPE(Statement, day, gateway, opening, closing, movements)

/// Pure. Statements for the days on which something moved; each opens with what the one before closed with.
std::vector<Statement> statements_of(const std::vector<ClearingOpening>& openings, const std::vector<ClearingDay>& days);
/// Pure. RFC 4180 with a header: day, gateway, currency, opening, kind, count, amount, closing; one row a movement, amounts in major units.
std::string csv_of(const std::vector<Statement>& statements);

/// Days of the store's own time zone, both inclusive; at most a year.
struct StatementDays {
    std::string from, to;              ///< YYYY-MM-DD
};
SHAPE(StatementDays, from, to)
/// Refuses request.invalid (not such days, more than a year).
Task<Result<std::vector<Statement>>> statements(App& app, Ctx ctx, StatementDays days);

struct BalanceLine {
    std::string account;
    Money debits, credits, balance;    ///< balance = debits - credits
};
SHAPE(BalanceLine, account, debits, credits, balance)
/// All accounts before an instant; their balances sum to zero per currency.
Task<std::vector<BalanceLine>> trial_balance(App& app, Ctx ctx, Instant before);

}  // namespace vitrine::ledger
