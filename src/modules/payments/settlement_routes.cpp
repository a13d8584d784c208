#include "modules/payments/routes.h"
#include "modules/payments/settlement.h"
#include "modules/payments/sql.h"

namespace vitrine::payments {
namespace {

constexpr size_t largest_settlement = 32 * 1024 * 1024;

struct ImportQuery {
    std::string gateway;
    std::optional<std::string> name;      ///< of the file, for people
};
SHAPE(ImportQuery, gateway, name)
struct ReportQuery {
    std::string gateway;
    std::optional<Instant> from, to;
};
SHAPE(ReportQuery, gateway, from, to)
struct SettlementList {
    std::vector<SettlementFile> items;
};
SHAPE(SettlementList, items)

/// The file itself is the body.
Task<Result<ImportedSettlement>> post_settlement(App& app, Ctx ctx, http::Query<ImportQuery> query, const http::Request& request) {
    return import_settlement(app.db, ctx, {query->gateway, query->name.value_or(""), request.body});
}

Task<Result<SettlementList>> list_settlements(App& app, Ctx ctx) {
    auto query = sql::settlement_files(100);
    co_return SettlementList{co_await app.db.read(ctx, std::move(query))};
}

Task<Result<SettlementReport>> get_report(App& app, Ctx ctx, http::Query<ReportQuery> query) { return settlement_report(app.db, ctx, query->gateway, query->from, query->to); }

}  // namespace

void settlement_routes(http::Routes<App>& routes) {
    const std::string settlements = "/api/v1/admin/settlements";
    routes.post(settlements, post_settlement,
                {.summary = "Take in a settlement file of Stripe or Razorpay (CSV, the body itself); its fees go into the ledger once",
                 .access = http::Access::staff,
                 .permission = "settlements:write",
                 .body_limit_bytes = largest_settlement,
                 .deadline_ms = 60'000,
                 .refusals = {settlement_unknown, settlement_unreadable}});
    routes.get(settlements, list_settlements, {.summary = "Settlement files that were taken in, newest first", .access = http::Access::staff, .permission = "settlements:read"});
    routes.get(settlements + "/differences", get_report,
               {.summary = "What a gateway says it settled against what is in the books, line by line", .access = http::Access::staff, .permission = "settlements:read"});
}

}  // namespace vitrine::payments
