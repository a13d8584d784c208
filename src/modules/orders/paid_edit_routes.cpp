#include "io/http/version_tag.h"
#include "modules/orders/delivery_address.h"
#include "modules/orders/guest/api.h"
#include "modules/orders/keys/api.h"
#include "modules/orders/paid_edit.h"
#include "modules/orders/routes.h"
#include "modules/orders/seals.h"
#include "modules/stock/api.h"

namespace vitrine::orders {
namespace {

struct OrderPath {
    OrderId id;
};
SHAPE(OrderPath, id)
struct EditPath {
    OrderId id;
    PaidEditId edit;
};
SHAPE(EditPath, id, edit)
struct KeyedMatch {
    std::string idempotency_key;
    std::optional<std::string> if_match;
};
SHAPE(KeyedMatch, idempotency_key, if_match)
struct EditList {
    std::vector<PaidEditView> items;
};
SHAPE(EditList, items)

using At = http::Path<OrderPath>;

Task<Result<http::Created<PaidEditView>>> post_edit(App& app, Ctx ctx, At path, http::Headers<KeyedMatch> headers, http::Body<NewPaidEdit> in) {
    if (auto own = check_key_from_outside(headers->idempotency_key); !own) co_return refuse(std::move(own.error()));
    auto made = co_await open_paid_edit(app, ctx, path->id, http::wanted_version(headers->if_match), headers->idempotency_key, in.value);
    if (!made) co_return refuse(std::move(made.error()));
    co_return http::Created<PaidEditView>{std::move(made->edit), "/api/v1/admin/orders/" + path->id.text() + "/edits", made->replayed};
}

Task<Result<http::Response>> post_preview(App& app, Ctx ctx, At path, http::Body<PaidEditWish> in) {
    auto preview = co_await preview_paid_edit(app, ctx, path->id, in.value);
    if (!preview) co_return refuse(std::move(preview.error()));
    auto response = http::json_text(to_json(*preview));
    response.set("ETag", http::version_tag(preview->version));
    co_return response;
}

Task<Result<EditList>> get_edits(App& app, Ctx ctx, At path) {
    auto all = co_await paid_edits_of(app, ctx, path->id);
    if (!all) co_return refuse(std::move(all.error()));
    co_return EditList{std::move(*all)};
}

Task<Result<PaidEditView>> post_withdrawal(App& app, Ctx ctx, http::Path<EditPath> path) { return withdraw_paid_edit(app, ctx, path->id, path->edit); }

// What the buyer sees of it, by the order's token.

struct OwnDifference {
    PaidEditId edit;
    Money amount;
    std::string payment_method;
    Instant pay_by{};
    std::vector<OrderLine> added;
    std::vector<std::string> removed;        ///< "2 × Notebook"
};
SHAPE(OwnDifference, edit, amount, payment_method, pay_by, added, removed)

Task<Result<EditDifference>> own_difference(App& app, Ctx ctx, OrderId id, std::string token) {
    auto order = co_await view(app, ctx, id, std::move(token));
    if (!order) co_return refuse(std::move(order.error()));
    auto open = co_await open_difference(app, ctx, id);
    if (!open) co_return refuse(edit_not_found, "Nothing is asked for");
    co_return std::move(*open);
}

Task<Result<OwnDifference>> get_difference(App& app, Ctx ctx, At path, http::Headers<GuestHeader> header, http::Query<GuestQuery> query) {
    auto open = co_await own_difference(app, ctx, path->id, guest_secret(header->x_order_token, query));
    if (!open) co_return refuse(std::move(open.error()));
    co_return OwnDifference{open->edit, open->amount, open->payment_method, open->pay_by, std::move(open->added), std::move(open->removed)};
}

Task<Result<payments::Next>> pay_difference(App& app, Ctx ctx, At path, http::Headers<GuestHeader> header, http::Query<GuestQuery> query) {
    auto open = co_await own_difference(app, ctx, path->id, guest_secret(header->x_order_token, query));
    if (!open) co_return refuse(std::move(open.error()));
    co_return co_await payments::start(app, ctx, open->payment);
}

http::RouteOptions staff(std::string permission, std::string summary, std::vector<RefusalKind> refusals) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}

}  // namespace

void paid_edit_routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/orders/{id}/edits";
    const std::vector<RefusalKind> of_pricing{not_found, not_editable, edit_open, packed, refund_too_large, other_delivery, carts::variant_unknown, shipping::option_unknown, shipping::not_served, payments::method_unavailable};
    auto of_edits = of_pricing;
    for (const auto& kind : {refusals::stale_version, price_changed, stock::short_of, promotions::offer_gone, refusals::key_reused}) of_edits.push_back(kind);
    routes.get(all, get_edits, staff("orders:read", "The edits of an order since it was paid, with what each came to and what became of it", {not_found}));
    routes.post(all, post_edit,
                staff("orders:adjust", "Edits a paid order: what is cheaper goes back at once, what is dearer waits for a payment of its own; repeatable with the same Idempotency-Key, with If-Match only on the version that the preview was of",
                      of_edits));
    routes.post(all + "/preview", post_preview, staff("orders:read", "What an edit of a paid order would come to now, step by step", of_pricing));
    routes.post(all + "/{edit}/withdrawal", post_withdrawal, staff("orders:adjust", "Gives up an edit that waits for its money, and its payment with it", {edit_not_found, edit_closed, payments::gateway_unreachable}));
    const std::string own = "/api/v1/orders/{id}/difference";
    routes.get(own, get_difference, {.summary = "What an edit of a paid order asks its buyer for, with what it changes; for whoever holds the order's token", .refusals = {not_found, edit_not_found}});
    routes.post(own + "/payment", pay_difference, {.summary = "What the buyer does next to pay the difference; repeatable", .refusals = {not_found, edit_not_found}});
}

}  // namespace vitrine::orders
