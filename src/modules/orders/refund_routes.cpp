#include "modules/orders/keys/api.h"
#include "modules/orders/refund.h"
#include "modules/orders/routes.h"

namespace vitrine::orders {
namespace {

struct OrderPath {
    OrderId id;
};
SHAPE(OrderPath, id)
struct RefundPath {
    OrderId id;
    OrderRefundId refund;
};
SHAPE(RefundPath, id, refund)
struct KeyHeader {
    std::string idempotency_key;
};
SHAPE(KeyHeader, idempotency_key)
struct RefundList {
    std::vector<OrderRefundView> items;
};
SHAPE(RefundList, items)
struct RetryRefund {
    std::optional<RefundTo> to;           ///< absent: the same way again
};
SHAPE(RetryRefund, to)

Task<Result<http::Created<OrderRefundView>>> post_refund(App& app, Ctx ctx, http::Path<OrderPath> path, http::Headers<KeyHeader> headers, http::Body<NewOrderRefund> in) {
    if (auto own = check_key_from_outside(headers->idempotency_key); !own) co_return refuse(std::move(own.error()));
    auto given = co_await give_back(app, ctx, path->id, headers->idempotency_key, in.value);
    if (!given) co_return refuse(std::move(given.error()));
    co_return http::Created<OrderRefundView>{std::move(given->refund), "/api/v1/admin/orders/" + path->id.text() + "/refunds", given->replayed};
}

Task<Result<RefundPreview>> post_preview(App& app, Ctx ctx, http::Path<OrderPath> path, http::Body<NewOrderRefund> in) { return preview_refund(app, ctx, path->id, in.value); }

Task<Result<RefundList>> get_refunds(App& app, Ctx ctx, http::Path<OrderPath> path) {
    auto all = co_await refunds_of(app, ctx, path->id);
    if (!all) co_return refuse(std::move(all.error()));
    co_return RefundList{std::move(*all)};
}

Task<Result<OrderRefundView>> post_retry(App& app, Ctx ctx, http::Path<RefundPath> path, http::Body<RetryRefund> in) {
    return retry_refund(app, ctx, path->id, path->refund, in->to.value_or(RefundTo::original));
}

Task<Result<OrderRefundView>> post_withdrawal(App& app, Ctx ctx, http::Path<RefundPath> path) { return withdraw_refund(app, ctx, path->id, path->refund); }

http::RouteOptions writing(std::string summary, std::vector<RefusalKind> refusals) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "refunds:write", .refusals = std::move(refusals)};
}

}  // namespace

void refund_routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/orders/{id}/refunds", one = all + "/{refund}";
    routes.get(all, get_refunds, {.summary = "What was given back for an order", .access = http::Access::staff, .permission = "refunds:read", .refusals = {not_found}});
    routes.post(all, post_refund,
                writing("Gives back lines, delivery, an amount or all that is left; repeatable with the same Idempotency-Key",
                        {not_found, not_refundable, refund_too_large, refusals::key_reused}));
    routes.post("/api/v1/admin/orders/{id}/refund-preview", post_preview,
                {.summary = "What a refund would give, and by which ways", .access = http::Access::staff, .permission = "refunds:read", .refusals = {not_found, not_refundable, refund_too_large}});
    routes.post(one + "/retry", post_retry, writing("Tries again what could not be given back, the same way or as store credit", {refund_not_found, refund_not_failed}));
    routes.post(one + "/withdrawal", post_withdrawal, writing("Takes a refund back that has reached nobody", {refund_not_found, refund_not_failed}));
}

}  // namespace vitrine::orders
