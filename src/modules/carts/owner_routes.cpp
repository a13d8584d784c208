#include "io/http/version_tag.h"
#include "modules/carts/api.h"
#include "modules/carts/reminder.h"
#include "modules/carts/routes.h"

namespace vitrine::carts {
namespace {

struct CartPath {
    CartId id;
};
SHAPE(CartPath, id)
struct TokenHeader {
    std::optional<std::string> x_cart_token;
};
SHAPE(TokenHeader, x_cart_token)
struct Recovery {
    std::string token;
};
SHAPE(Recovery, token)

/// Links cannot be tried out: their tokens have 160 random bits, and nobody gets more than this many tries.
const http::RatePolicy link_tries{"cart-links", 20, 60};

Task<Result<CartView>> get_mine(App& app, Ctx ctx) { return mine(app, std::move(ctx)); }

Task<Result<Adopted>> post_merge(App& app, Ctx ctx, http::Path<CartPath> path, http::Headers<TokenHeader> headers) {
    return adopt(app, std::move(ctx), path->id, {headers->x_cart_token.value_or("")});
}

Task<Result<http::Response>> get_live(App& app, Ctx ctx, http::Path<CartPath> path, http::Headers<TokenHeader> headers) {
    auto access = access_of(ctx, headers->x_cart_token);
    co_return live(app, std::move(ctx), path->id, std::move(access));
}

Task<Result<CartView>> post_recovery(App& app, Ctx ctx, http::Body<Recovery> in) { return recover(app, std::move(ctx), in->token); }

http::Response tagged(const Settings& settings) {
    auto response = http::json_text(to_json(settings));
    response.set("ETag", http::version_tag(settings.version));
    return response;
}
Task<Result<http::Response>> get_settings(App& app, Ctx ctx) { co_return tagged(co_await settings(app, ctx)); }
Task<Result<http::Response>> put_settings(App& app, Ctx ctx, http::Headers<http::IfMatch> match, http::Body<SettingsInput> in) {
    auto saved = co_await set_settings(app, ctx, http::wanted_version(match->if_match), in.value);
    if (!saved) co_return refuse(std::move(saved.error()));
    co_return tagged(*saved);
}

}  // namespace

void owner_routes(http::Routes<App>& routes) {
    routes.get("/api/v1/carts/mine", get_mine, {.summary = "The active cart of who is signed in, on whatever device", .refusals = {refusals::unauthenticated, not_found}});
    routes.post("/api/v1/carts/{id}/merge", post_merge,
                {.summary = "Joins a guest's cart (X-Cart-Token) with that of who is signed in; says what became of each article. Twice equals once", .refusals = {refusals::unauthenticated}});
    routes.get("/api/v1/carts/{id}/live", get_live,
               {.summary = "A WebSocket: the cart as it changes, and edits that count once (src/modules/carts/README.md)", .refusals = {not_live}});
    routes.post("/api/v1/cart-recoveries", post_recovery,
                {.summary = "Opens the cart of a link that was sent about it; the link is used up", .refusals = {link_over, sign_in_first}, .rate = link_tries});
    const std::string at = "/api/v1/admin/carts/settings";
    routes.get(at, get_settings, {.summary = "When a cart counts as abandoned, and how long its link works", .access = http::Access::staff, .permission = "carts:read"});
    routes.put(at, put_settings,
               {.summary = "Sets that; with If-Match only the version it was read at", .access = http::Access::staff, .permission = "carts:write", .refusals = {refusals::stale_version}});
}

}  // namespace vitrine::carts
