#include "modules/payments/routes.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

struct RefundPath {
    RefundId id;
};
SHAPE(RefundPath, id)
struct RefundFilter {
    std::optional<RefundState> state;
    std::optional<bool> by_hand;          ///< only those that wait for a person, or only those that do not
    std::optional<RefundId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(RefundFilter, state, by_hand, cursor, limit)
struct RefundPage {
    std::vector<RefundView> items;
    std::optional<RefundId> next_cursor;
};
SHAPE(RefundPage, items, next_cursor)

Task<Result<RefundPage>> list_refunds(App& app, Ctx ctx, http::Query<RefundFilter> filter) {
    auto limit = filter->limit ? filter->limit->value : 50;
    auto query = sql::list_refunds(filter->state, filter->by_hand, filter->cursor, limit + 1);
    auto rows = co_await app.db.read(ctx, std::move(query));
    RefundPage page;
    for (const auto& row : rows) {
        if (std::int64_t(page.items.size()) == limit) {
            page.next_cursor = page.items.back().id;
            break;
        }
        page.items.push_back(view_of(row));
    }
    co_return page;
}

Task<Result<RefundView>> end_by_staff(App& app, Ctx ctx, http::Path<RefundPath> path, http::Body<RefundEnd> body) { return end_refund(app, ctx, path->id, body.value); }

}  // namespace

void refund_routes(http::Routes<App>& routes) {
    routes.get("/api/v1/admin/refunds", list_refunds,
               {.summary = "Refunds at the gateways and by hand, newest first", .access = http::Access::staff, .permission = "refunds:read"});
    routes.post("/api/v1/admin/refunds/{id}/end", end_by_staff,
                {.summary = "Say how a refund ended that staff carried out by hand",
                 .access = http::Access::staff,
                 .permission = "refunds:write",
                 .refusals = {refund_not_found, refund_not_by_hand, refund_ended}});
}

}  // namespace vitrine::payments
