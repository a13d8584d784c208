#include "modules/outgoing/routes.h"

#include "io/http/version_tag.h"
#include "modules/outgoing/catalog.h"
#include "modules/outgoing/delivery.h"

namespace vitrine::outgoing {
namespace {

struct EndpointPath {
    EndpointId id;
};
SHAPE(EndpointPath, id)
struct DeliveryPath {
    DeliveryId id;
};
SHAPE(DeliveryPath, id)
struct EventTypeView {
    std::string name, aggregate, summary;
    RawJson schema;
};
SHAPE(EventTypeView, name, aggregate, summary, schema)
struct EventTypeList {
    std::vector<EventTypeView> items;
};
SHAPE(EventTypeList, items)

using At = http::Path<EndpointPath>;
using Match = http::Headers<http::IfMatch>;

Result<http::Response> tagged(Result<EndpointView> view) {
    if (!view) return refuse(std::move(view.error()));
    auto response = http::json_text(to_json(*view));
    response.set("ETag", http::version_tag(view->version));
    return response;
}

Task<Result<EndpointList>> get_endpoints(App& app, Ctx ctx) { co_return co_await list_endpoints(app, ctx); }
Task<Result<http::Created<EndpointWithSecret>>> post_endpoint(App& app, Ctx ctx, http::Body<EndpointInput> in) {
    auto made = co_await create_endpoint(app, ctx, in.value);
    if (!made) co_return refuse(std::move(made.error()));
    auto location = "/api/v1/admin/webhook-endpoints/" + made->endpoint.id.text();
    co_return http::Created<EndpointWithSecret>{std::move(*made), location};
}
Task<Result<http::Response>> get_endpoint(App& app, Ctx ctx, At path) { co_return tagged(co_await find_endpoint(app, ctx, path->id)); }
Task<Result<http::Response>> put_endpoint(App& app, Ctx ctx, At path, Match match, http::Body<EndpointInput> in) {
    co_return tagged(co_await replace_endpoint(app, ctx, path->id, http::wanted_version(match->if_match), in.value));
}
Task<Result<http::NoContent>> delete_endpoint(App& app, Ctx ctx, At path, Match match) {
    auto removed = co_await remove_endpoint(app, ctx, path->id, http::wanted_version(match->if_match));
    if (!removed) co_return refuse(std::move(removed.error()));
    co_return http::NoContent{};
}
Task<Result<EndpointWithSecret>> post_secret(App& app, Ctx ctx, At path, http::Body<Rotation> in) { return rotate_secret(app, ctx, path->id, in.value); }
Task<Result<DeliveryView>> post_test(App& app, Ctx ctx, At path) { return send_test(app, ctx, path->id); }

Task<Result<DeliveryPage>> get_deliveries(App& app, Ctx ctx, http::Query<DeliveryFilter> filter) { co_return co_await list_deliveries(app, ctx, filter.value); }
Task<Result<DeliveryView>> get_delivery(App& app, Ctx ctx, http::Path<DeliveryPath> path) { return find_delivery(app, ctx, path->id); }
Task<Result<DeliveryView>> post_replay(App& app, Ctx ctx, http::Path<DeliveryPath> path) { return replay(app, ctx, path->id); }

Task<Result<EventTypeList>> get_event_types(App&, Ctx) {
    EventTypeList list;
    for (const auto& type : event_types()) list.items.push_back({std::string(type.name), std::string(type.aggregate), std::string(type.summary), {schema_text(type)}});
    co_return list;
}

http::RouteOptions options(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/webhook-endpoints", one = all + "/{id}", deliveries = "/api/v1/admin/webhook-deliveries", delivery = deliveries + "/{id}";
    const std::string read = "webhooks:read", write = "webhooks:write";
    routes.get("/api/v1/admin/event-types", get_event_types, options(read, "The kinds of events and the schema of each"));
    routes.get(all, get_endpoints, options(read, "Where the store's webhooks go"));
    routes.post(all, post_endpoint, options(write, "Adds an endpoint; its secret is shown this once", {too_many_endpoints}));
    routes.get(one, get_endpoint, options(read, "An endpoint", {endpoint_not_found}));
    routes.put(one, put_endpoint, options(write, "Replaces what was said of it, pauses or enables it; with If-Match only the version it was read at", {endpoint_not_found, refusals::stale_version}));
    routes.del(one, delete_endpoint, options(write, "Removes an endpoint; what waits for it is skipped", {endpoint_not_found, refusals::stale_version}));
    routes.post(one + "/secret", post_secret, options(write, "Makes a new secret; the old one signs beside it for a while", {endpoint_not_found}));
    routes.post(one + "/test", post_test, options(write, "Sends an event of kind webhooks.test", {endpoint_not_found}));
    routes.get(deliveries, get_deliveries, options(read, "What was sent or will be, newest first"));
    routes.get(delivery, get_delivery, options(read, "A delivery with its body and every attempt", {delivery_not_found}));
    routes.post(delivery + "/replay", post_replay, options(write, "Sends an event again", {delivery_not_found, still_on_its_way}));
}

}  // namespace vitrine::outgoing
