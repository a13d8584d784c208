#include "modules/ledger/routes.h"

#include "modules/ledger/statements.h"

namespace vitrine::ledger {
namespace {

struct StatementList {
    std::vector<Statement> items;
};
SHAPE(StatementList, items)
struct BalanceQuery {
    std::optional<Instant> before;     ///< absent: now
};
SHAPE(BalanceQuery, before)
struct TrialBalance {
    Instant before{};
    std::vector<BalanceLine> items;
};
SHAPE(TrialBalance, before, items)

Task<Result<StatementList>> get_statements(App& app, Ctx ctx, http::Query<StatementDays> query) {
    auto found = co_await statements(app, ctx, query.value);
    if (!found) co_return refuse(std::move(found.error()));
    co_return StatementList{std::move(*found)};
}

Task<Result<http::Response>> get_statements_csv(App& app, Ctx ctx, http::Query<StatementDays> query) {
    auto found = co_await statements(app, ctx, query.value);
    if (!found) co_return refuse(std::move(found.error()));
    http::Response response;
    response.body = csv_of(*found);
    response.set("Content-Type", "text/csv; charset=utf-8");
    response.set("Content-Disposition", "attachment; filename=\"statements-" + query->from + "-" + query->to + ".csv\"");
    response.set("Cache-Control", "private, no-store");
    co_return response;
}

Task<Result<TrialBalance>> get_trial_balance(App& app, Ctx ctx, http::Query<BalanceQuery> query) {
    auto before = query->before.value_or(ctx.now);
    co_return TrialBalance{before, co_await trial_balance(app, ctx, before)};
}

http::RouteOptions reading(std::string summary) { return {.summary = std::move(summary), .access = http::Access::staff, .permission = "ledger:read", .deadline_ms = 30'000}; }

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string ledger = "/api/v1/admin/ledger";
    routes.get(ledger + "/statements", get_statements, reading("What happened with each gateway's money, day by day (the store's days, both inclusive)"));
    routes.get(ledger + "/statements.csv", get_statements_csv, reading("The same as a CSV file"));
    routes.get(ledger + "/trial-balance", get_trial_balance, reading("How all accounts stand"));
}

}  // namespace vitrine::ledger
