#include "modules/spins/routes.h"

#include "modules/spins/serve.h"
#include "modules/spins/spin.h"

namespace vitrine::spins {
namespace {

struct ProductPath {
    ProductId id;
};
SHAPE(ProductPath, id)
struct FramePath {
    ProductId id;
    Whole<0, 1'023> number;
};
SHAPE(FramePath, id, number)

Task<Result<SpinPage>> get_all(App& app, Ctx ctx, http::Query<SpinFilter> filter) { co_return co_await list_spins(app, ctx, filter.value); }
Task<Result<SpinView>> get_one(App& app, Ctx ctx, http::Path<ProductPath> path) { return find_spin(app, ctx, path->id); }
Task<Result<SpinView>> put_one(App& app, Ctx ctx, http::Path<ProductPath> path, http::Body<SpinInput> in) { return set_spin(app, ctx, path->id, in.value); }
Task<Result<SpinView>> post_mirror(App& app, Ctx ctx, http::Path<ProductPath> path) { return mirror_again(app, ctx, path->id); }
Task<Result<SpinView>> delete_frame(App& app, Ctx ctx, http::Path<FramePath> path) { return refuse_frame(app, ctx, path->id, path->number.value); }
Task<Result<SpinView>> post_publish(App& app, Ctx ctx, http::Path<ProductPath> path) { return publish_spin(app, ctx, path->id); }
Task<Result<SpinView>> post_withdraw(App& app, Ctx ctx, http::Path<ProductPath> path) { return withdraw_spin(app, ctx, path->id); }

http::RouteOptions options(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/spins", one = "/api/v1/admin/products/{id}/spin", seen = "/media/spins/{token}";
    routes.get(all, get_all, options("media:read", "Turntables, by state"));
    routes.get(one, get_one, options("media:read", "A product's turntable with its frames and what is wrong with them", {unknown}));
    routes.put(one, put_one, options("media:write", "Says where a product's turntable is to be had, and begins to fetch it", {catalog::product_unknown}));
    routes.post(one + "/mirror", post_mirror, options("media:write", "Fetches what is missing or at fault again", {unknown}));
    routes.del(one + "/frames/{number}", delete_frame, options("media:write", "Sets a frame aside: the turntable is hidden until it was fetched again", {unknown}));
    routes.post(one + "/publication", post_publish, options("media:write", "Shows a complete turntable", {unknown, not_complete}));
    routes.post(one + "/withdrawal", post_withdraw, options("media:write", "Hides a published one", {unknown, illegal_move}));
    routes.get(seen + "/manifest.json", serve_manifest, {.summary = "What a viewer reads first", .refusals = {token_refused}});
    routes.get(seen + "/poster.webp", serve_poster, {.summary = "The first frame", .refusals = {token_refused}});
    routes.get(seen + "/frames/{frame}", serve_frame, {.summary = "A frame", .refusals = {token_refused}});
}

}  // namespace vitrine::spins
