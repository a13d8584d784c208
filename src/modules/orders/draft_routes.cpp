#include "io/http/version_tag.h"
#include "modules/orders/drafts.h"
#include "modules/orders/routes.h"
#include "modules/stock/api.h"

namespace vitrine::orders {
namespace {

struct DraftPath {
    DraftId id;
};
SHAPE(DraftPath, id)
struct PlaceDraft {
    Money expected_total;
};
SHAPE(PlaceDraft, expected_total)

using At = http::Path<DraftPath>;

Result<http::Response> tagged(Result<DraftView> draft, int status = 200) {
    if (!draft) return refuse(std::move(draft.error()));
    auto response = http::json_text(to_json(*draft), status);
    response.set("ETag", http::version_tag(draft->version));
    if (status == 201) response.set("Location", "/api/v1/admin/draft-orders/" + draft->id.text());
    return response;
}

Task<Result<http::Response>> post_draft(App& app, Ctx ctx, http::Body<DraftContent> in) { co_return tagged(co_await create_draft(app, ctx, in.value), 201); }
Task<Result<http::Response>> get_draft(App& app, Ctx ctx, At path) { co_return tagged(co_await find_draft(app, ctx, path->id)); }
Task<Result<http::Response>> put_draft(App& app, Ctx ctx, At path, http::Headers<http::IfMatch> match, http::Body<DraftContent> in) {
    co_return tagged(co_await replace_draft(app, ctx, path->id, http::wanted_version(match->if_match), in.value));
}
Task<Result<http::Response>> delete_draft(App& app, Ctx ctx, At path) { co_return tagged(co_await discard_draft(app, ctx, path->id)); }
Task<Result<DraftPage>> get_drafts(App& app, Ctx ctx, http::Query<DraftFilter> filter) { return list_drafts(app, ctx, filter.value); }
Task<Result<DraftPlaced>> post_order(App& app, Ctx ctx, At path, http::Body<PlaceDraft> in) { return place_draft(app, ctx, path->id, in->expected_total); }

http::RouteOptions staff(std::string permission, std::string summary, std::vector<RefusalKind> refusals) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}

}  // namespace

void draft_routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/draft-orders", one = all + "/{id}", read = "orders:read", write = "orders:draft";
    routes.get(all, get_drafts, staff(read, "Orders that staff is writing for customers, newest first", {}));
    routes.post(all, post_draft, staff(write, "Begins an order for a customer; prices of one's own need orders:price, too", {}));
    routes.get(one, get_draft, staff(read, "A draft with what it would come to now", {draft_not_found}));
    routes.put(one, put_draft, staff(write, "Replaces a draft; with If-Match only the version it was read at", {draft_not_found, draft_closed, refusals::stale_version}));
    routes.del(one, delete_draft, staff(write, "Discards a draft", {draft_not_found, draft_closed}));
    routes.post(one + "/order", post_order,
                staff(write, "Places the order, and gives the link by which its customer pays; repeating it gives the same order",
                      {draft_not_found, draft_closed, refusals::stale_version, price_changed, stock::short_of, payments::method_unavailable, shipping::not_served, not_accepted}));
}

}  // namespace vitrine::orders
