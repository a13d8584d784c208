#include "modules/fulfilment/routes.h"

#include "modules/fulfilment/cancel.h"
#include "modules/fulfilment/desk.h"
#include "modules/fulfilment/message.h"
#include "modules/fulfilment/plan.h"
#include "modules/orders/guest/api.h"

namespace vitrine::fulfilment {
namespace {

struct ParcelPath {
    ParcelId id;
};
SHAPE(ParcelPath, id)
struct OrderPath {
    orders::OrderId id;
};
SHAPE(OrderPath, id)
using At = http::Path<ParcelPath>;

struct ParcelFilter {
    std::optional<State> state;
    std::optional<std::string> courier;
    std::optional<orders::OrderId> order;
    std::optional<bool> waits;              ///< only those that wait for a person
    std::optional<ParcelId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(ParcelFilter, state, courier, order, waits, cursor, limit)
struct ParcelPage {
    std::vector<ParcelView> items;
    std::optional<ParcelId> next_cursor;
};
SHAPE(ParcelPage, items, next_cursor)

Task<Result<ParcelPage>> list_parcels(App& app, Ctx ctx, http::Query<ParcelFilter> filter) {
    auto limit = filter->limit ? filter->limit->value : 50;
    ParcelPage page;
    for (const auto& row : co_await app.db.read(ctx, sql::list(filter->state, filter->courier, filter->order, filter->waits.value_or(false), filter->cursor, limit + 1))) page.items.push_back(view_of(row));
    if (std::ssize(page.items) > limit) {
        page.items.pop_back();
        page.next_cursor = page.items.back().id;
    }
    co_return page;
}

Task<Result<ParcelView>> get_parcel(App& app, Ctx ctx, At path) { return show(app, ctx, path->id); }

struct KeyHeader {
    std::string idempotency_key;
};
SHAPE(KeyHeader, idempotency_key)
struct PostParcel {
    std::optional<std::vector<ParcelLine>> lines;      ///< absent: all that is left
    std::optional<std::string> courier;                ///< absent: the store's; by_hand
    std::optional<Whole<1, 1'000'000>> weight_grams;
    std::optional<shipping::Size> size;
    std::optional<Text<0, 200>> note;                  ///< for the courier
    std::optional<bool> is_booked_at_once;
};
SHAPE(PostParcel, lines, courier, weight_grams, size, note, is_booked_at_once)

Task<Result<http::Created<ParcelView>>> post_parcel(App& app, Ctx ctx, http::Path<OrderPath> path, http::Headers<KeyHeader> headers, http::Body<PostParcel> in) {
    NewParcel wanted{.order = path->id, .lines = in->lines.value_or(std::vector<ParcelLine>{}), .courier = in->courier, .size = in->size, .note = in->note ? in->note->str() : "", .reason = {}};
    if (in->weight_grams) wanted.weight_grams = in->weight_grams->value;
    wanted.is_booked_at_once = in->is_booked_at_once.value_or(true);
    wanted.key = "request " + headers->idempotency_key;
    auto planned = co_await plan(app, ctx, std::move(wanted));
    if (!planned) co_return refuse(std::move(planned.error()));
    auto location = "/api/v1/admin/shipments/" + planned->id.text();
    co_return http::Created<ParcelView>{std::move(*planned), location};
}

struct PostReturn {
    std::vector<ParcelLine> lines;
    Text<1, 200> reason;
    std::optional<std::string> courier;
};
SHAPE(PostReturn, lines, reason, courier)
Task<Result<http::Created<ParcelView>>> post_return(App& app, Ctx ctx, http::Path<OrderPath> path, http::Headers<KeyHeader> headers, http::Body<PostReturn> in) {
    auto planned = co_await plan_return(app, ctx, {path->id, in->lines, in->reason.str(), "request " + headers->idempotency_key, in->courier});
    if (!planned) co_return refuse(std::move(planned.error()));
    auto location = "/api/v1/admin/shipments/" + planned->id.text();
    co_return http::Created<ParcelView>{std::move(*planned), location};
}

struct CallOff {
    Text<1, 500> reason;
};
SHAPE(CallOff, reason)
Task<Result<ParcelView>> post_cancellation(App& app, Ctx ctx, At path, http::Body<CallOff> in) {
    auto asked = co_await ask_to_cancel(app, ctx, path->id, in->reason.str());
    if (!asked || !asked->is_cancelling) co_return asked;
    auto ended = co_await carry_out_cancel(app, ctx, path->id);
    if (!ended && ended.error().code == courier_unreachable.code) co_return co_await show(app, ctx, path->id);   // the job goes on asking
    co_return ended;
}

Task<Result<ParcelView>> post_retry(App& app, Ctx ctx, At path) { return retry(app, ctx, path->id); }
Task<Result<ParcelView>> post_tracking(App& app, Ctx ctx, At path) { return look(app, ctx, path->id); }
Task<Result<ParcelView>> post_hand_over(App& app, Ctx ctx, At path, http::Body<HandOver> in) { return hand_over(app, ctx, path->id, in.value); }
Task<Result<ParcelView>> post_ending(App& app, Ctx ctx, At path, http::Body<EndParcel> in) { return end_by_hand(app, ctx, path->id, in.value); }
Task<Result<ParcelView>> post_advice(App& app, Ctx ctx, At path, http::Body<AdviseCourier> in) { return advise(app, ctx, path->id, in.value); }
Task<Result<ParcelView>> delete_attention(App& app, Ctx ctx, At path) { return settle_attention(app, ctx, path->id); }

http::Response on_paper(const shipping::Paper& paper) {
    if (paper.bytes.empty()) return http::see_other(paper.url);
    http::Response response;
    response.body = paper.bytes;
    response.set("Content-Type", paper.media_type);
    response.set("Content-Disposition", "attachment");
    response.set("Cache-Control", "no-store");
    return response;
}

Task<Result<http::Response>> get_label(App& app, Ctx ctx, At path) {
    auto paper = co_await label_of(app, ctx, path->id);
    if (!paper) co_return refuse(std::move(paper.error()));
    co_return on_paper(*paper);
}

struct PostManifest {
    std::vector<ParcelId> shipments;
};
SHAPE(PostManifest, shipments)
Task<Result<http::Response>> post_manifest(App& app, Ctx ctx, http::Body<PostManifest> in) {
    constexpr size_t most_at_once = 50;
    if (in->shipments.size() > most_at_once) co_return refuse(refusals::invalid, "at most 50 parcels at once", {{"/shipments", "too_many", "at most 50"}});
    auto paper = co_await manifest(app, ctx, in->shipments);
    if (!paper) co_return refuse(std::move(paper.error()));
    co_return on_paper(*paper);
}

struct ShopperParcels {
    std::vector<ShopperParcel> items;
};
SHAPE(ShopperParcels, items)
Task<Result<ShopperParcels>> get_parcels(App& app, Ctx ctx, http::Path<OrderPath> path, http::Headers<orders::GuestHeader> header, http::Query<orders::GuestQuery> query) {
    auto order = co_await orders::view(app, ctx, path->id, orders::guest_secret(header->x_order_token, query));
    if (!order) co_return refuse(std::move(order.error()));
    co_return ShopperParcels{co_await parcels_for_shopper(app, ctx, path->id)};
}

struct CourierPath {
    std::string courier;
};
SHAPE(CourierPath, courier)
Task<Result<http::Response>> webhook(App& app, Ctx ctx, http::Path<CourierPath> path, const http::Request& request) {
    const auto* courier = courier_of_webhook(path->courier);
    if (!courier) co_return refuse(refusals::not_found);
    co_return co_await receive_message(app, ctx, *courier, request);
}

http::RouteOptions reads(std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "shipments:read", .refusals = std::move(refusals)};
}
http::RouteOptions writes(std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "shipments:write", .deadline_ms = 30'000, .refusals = std::move(refusals)};
}

}  // namespace

void add_routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/shipments", one = all + "/{id}", of_order = "/api/v1/admin/orders/{id}";
    routes.get(all, list_parcels, reads("Parcels, newest first: by state, courier, order, or those that wait for a person"));
    routes.get(one, get_parcel, reads("A parcel with everything that happened to it", {parcel_not_found}));
    routes.get(one + "/label", get_label, reads("The label: a file, or a redirect to the courier's", {parcel_not_found, no_label}));
    routes.post(of_order + "/shipments", post_parcel,
                writes("Puts goods of an order into a parcel; repeatable with the same Idempotency-Key", {orders::not_found, order_not_ready, nothing_left, too_many, courier_unknown, courier_cannot}));
    routes.post(of_order + "/return-pickups", post_return,
                writes("Has goods fetched from the customer; repeatable with the same Idempotency-Key", {orders::not_found, order_not_ready, nothing_left, too_many, courier_unknown, courier_cannot}));
    routes.post(one + "/retry", post_retry, writes("Tries the step under way at once; what is done is not done again", {parcel_not_found}));
    routes.post(one + "/tracking", post_tracking, writes("Asks the courier where it is", {parcel_not_found, courier_cannot, courier_refused, courier_unreachable}));
    routes.post(one + "/cancellation", post_cancellation, writes("Calls a parcel off that has not left", {parcel_not_found, illegal_move, courier_refused}));
    routes.post(one + "/hand-over", post_hand_over, writes("People gave the parcel to a carrier themselves, with this number", {parcel_not_found, illegal_move}));
    routes.post(one + "/ending", post_ending, writes("Says how a parcel ended of which no courier tells", {parcel_not_found, illegal_move}));
    routes.post(one + "/advice", post_advice, writes("Tells the courier to try again or to bring it back", {parcel_not_found, illegal_move, courier_cannot, courier_refused, courier_unreachable}));
    routes.del(one + "/attention", delete_attention, writes("A person has seen to it", {parcel_not_found}));
    routes.post("/api/v1/admin/manifests", post_manifest, writes("The list that the courier's driver signs", {parcel_not_found, courier_cannot, courier_refused, courier_unreachable}));
    routes.get("/api/v1/orders/{id}/parcels", get_parcels, {.summary = "Where an order's parcels are, for the guest who holds its token (X-Order-Token or ?token=)", .refusals = {orders::not_found}});
    for (const auto* path : {"/webhooks/parcels/{courier}", "/api/v1/webhooks/parcels/{courier}"})
        routes.post(path, webhook,
                    {.summary = "Take in a message of a courier", .access = http::Access::signature, .body_limit_bytes = 256 * 1024, .needs_store = false, .refusals = {shipping::signature_refused}});
}

}  // namespace vitrine::fulfilment
