// Staff's view of disputes and reviews.
#include "modules/payments/routes.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

constexpr std::int64_t usual_page = 50;

template <class Page, class Rows>
Page page_of(const Rows& rows, std::int64_t limit) {
    Page page;
    for (const auto& row : rows) {
        if (std::int64_t(page.items.size()) == limit) {
            page.next_cursor = page.items.back().id;
            break;
        }
        page.items.push_back(view_of(row));
    }
    return page;
}

struct DisputeFilter {
    std::optional<DisputeState> state;
    std::optional<DisputeId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(DisputeFilter, state, cursor, limit)
struct DisputePage {
    std::vector<DisputeView> items;
    std::optional<DisputeId> next_cursor;
};
SHAPE(DisputePage, items, next_cursor)
Task<Result<DisputePage>> list_disputes(App& app, Ctx ctx, http::Query<DisputeFilter> filter) {
    auto limit = filter->limit ? filter->limit->value : usual_page;
    auto query = sql::list_disputes(filter->state, filter->cursor, limit + 1);
    auto rows = co_await app.db.read(ctx, std::move(query));
    co_return page_of<DisputePage>(rows, limit);
}

struct ReviewFilter {
    std::optional<bool> open;
    std::optional<WarningId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(ReviewFilter, open, cursor, limit)
struct ReviewPage {
    std::vector<WarningView> items;
    std::optional<WarningId> next_cursor;
};
SHAPE(ReviewPage, items, next_cursor)
Task<Result<ReviewPage>> list_reviews(App& app, Ctx ctx, http::Query<ReviewFilter> filter) {
    auto limit = filter->limit ? filter->limit->value : usual_page;
    auto query = sql::list_warnings(filter->open, filter->cursor, limit + 1);
    auto rows = co_await app.db.read(ctx, std::move(query));
    co_return page_of<ReviewPage>(rows, limit);
}

struct DisputePath {
    DisputeId id;
};
SHAPE(DisputePath, id)
/// Texts as banks read them; what is absent stays as it was sent before. `submit`: goes to the bank now, and nothing can be added afterwards.
struct DisputeEvidence {
    std::optional<Text<1, 20'000>> product_description, customer_name, customer_email_address, customer_purchase_ip, billing_address, shipping_address, shipping_carrier, shipping_date,
        shipping_tracking_number, refund_policy_disclosure, refund_refusal_explanation, cancellation_rebuttal, uncategorized_text;
    std::optional<bool> submit;
};
SHAPE(DisputeEvidence, product_description, customer_name, customer_email_address, customer_purchase_ip, billing_address, shipping_address, shipping_carrier, shipping_date,
      shipping_tracking_number, refund_policy_disclosure, refund_refusal_explanation, cancellation_rebuttal, uncategorized_text, submit)

std::vector<std::pair<std::string, std::string>> texts_of(const DisputeEvidence& evidence) {
    std::vector<std::pair<std::string, std::string>> out;
    auto add = [&](std::string name, const auto& text) {
        if (text) out.emplace_back(std::move(name), text->str());
    };
    add("product_description", evidence.product_description);
    add("customer_name", evidence.customer_name);
    add("customer_email_address", evidence.customer_email_address);
    add("customer_purchase_ip", evidence.customer_purchase_ip);
    add("billing_address", evidence.billing_address);
    add("shipping_address", evidence.shipping_address);
    add("shipping_carrier", evidence.shipping_carrier);
    add("shipping_date", evidence.shipping_date);
    add("shipping_tracking_number", evidence.shipping_tracking_number);
    add("refund_policy_disclosure", evidence.refund_policy_disclosure);
    add("refund_refusal_explanation", evidence.refund_refusal_explanation);
    add("cancellation_rebuttal", evidence.cancellation_rebuttal);
    add("uncategorized_text", evidence.uncategorized_text);
    return out;
}

Task<Result<DisputeView>> send_evidence(App& app, Ctx ctx, http::Path<DisputePath> path, http::Body<DisputeEvidence> body) {
    co_return co_await answer_dispute(app, ctx, path->id, texts_of(body.value), body->submit.value_or(false));
}

struct ReviewPath {
    WarningId id;
};
SHAPE(ReviewPath, id)
struct Approval {
    Text<1, 500> note;
};
SHAPE(Approval, note)
Task<Result<WarningView>> approve(App& app, Ctx ctx, http::Path<ReviewPath> path, http::Body<Approval> body) {
    co_return co_await approve_review(app, ctx, path->id, body->note.str());
}

}  // namespace

void trouble_routes(http::Routes<App>& routes) {
    routes.get("/api/v1/admin/payments/disputes", list_disputes, {.summary = "List disputes, newest first", .access = http::Access::staff, .permission = "payments:read"});
    routes.post("/api/v1/admin/payments/disputes/{id}/evidence", send_evidence,
                {.summary = "Give the buyer's bank evidence for a dispute, or keep it as a draft",
                 .access = http::Access::staff,
                 .permission = "payments:write",
                 .refusals = {dispute_not_found, dispute_closed, gateway_unreachable}});
    routes.get("/api/v1/admin/payments/reviews", list_reviews,
               {.summary = "List fraud warnings and reviews of payments, newest first", .access = http::Access::staff, .permission = "payments:read"});
    routes.post("/api/v1/admin/payments/reviews/{id}/approval", approve,
                {.summary = "Say that a payment is in order, so that its goods may go",
                 .access = http::Access::staff,
                 .permission = "payments:write",
                 .refusals = {review_not_found, review_closed, gateway_unreachable}});
}

}  // namespace vitrine::payments
