#include "modules/flags/routes.h"

#include "io/http/version_tag.h"
#include "modules/flags/switches.h"

namespace vitrine::flags {
namespace {

struct FlagPath {
    Slug key;
};
SHAPE(FlagPath, key)
struct TesterPath {
    Slug key;
    CustomerId customer;
};
SHAPE(TesterPath, key, customer)
struct OwnQuery {
    std::optional<Text<1, 64>> cart;
};
SHAPE(OwnQuery, cart)

Result<http::Response> tagged(Result<FlagView> view) {
    if (!view) return refuse(std::move(view.error()));
    auto response = http::json_text(to_json(*view));
    response.set("ETag", http::version_tag(view->version));
    return response;
}

Task<Result<FlagList>> get_flags(App& app, Ctx ctx) { co_return co_await list_flags(app, ctx); }
Task<Result<http::Response>> get_flag(App& app, Ctx ctx, http::Path<FlagPath> path) { co_return tagged(co_await find_flag(app, ctx, path->key.str())); }
Task<Result<http::Response>> put_flag(App& app, Ctx ctx, http::Path<FlagPath> path, http::Headers<http::IfMatch> match, http::Body<Setting> in) {
    co_return tagged(co_await switch_flag(app, ctx, path->key.str(), http::wanted_version(match->if_match), in.value));
}
Task<Result<http::Response>> delete_flag(App& app, Ctx ctx, http::Path<FlagPath> path, http::Headers<http::IfMatch> match) {
    co_return tagged(co_await reset_flag(app, ctx, path->key.str(), http::wanted_version(match->if_match)));
}
Task<Result<http::Response>> put_tester(App& app, Ctx ctx, http::Path<TesterPath> path) { co_return tagged(co_await add_tester(app, ctx, path->key.str(), path->customer)); }
Task<Result<http::Response>> delete_tester(App& app, Ctx ctx, http::Path<TesterPath> path) { co_return tagged(co_await remove_tester(app, ctx, path->key.str(), path->customer)); }
Task<Result<Decision>> get_decision(App&, Ctx ctx, http::Path<FlagPath> path, http::Query<Question> question) { co_return explain(ctx, path->key.str(), question.value); }
Task<Result<OwnFeatures>> get_own(App&, Ctx ctx, http::Query<OwnQuery> query) { co_return own_features(ctx, query->cart ? query->cart->str() : std::string_view()); }

http::RouteOptions options(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string all = "/api/v1/admin/feature-flags", one = all + "/{key}", tester = one + "/testers/{customer}";
    routes.get(all, get_flags, options("flags:read", "All features that can be switched, and for whom they are on"));
    routes.get(one, get_flag, options("flags:read", "One feature", {unknown}));
    routes.put(one, put_flag, options("flags:write", "Says for whom a feature is on; with If-Match only over the version that was read. Every process follows at once", {unknown, refusals::stale_version}));
    routes.del(one, delete_flag, options("flags:write", "Back to what the program comes with", {unknown, refusals::stale_version}));
    routes.put(tester, put_tester, options("flags:write", "Makes a customer one of the feature's testers", {unknown, too_many_testers}));
    routes.del(tester, delete_tester, options("flags:write", "Takes that back", {unknown}));
    routes.get(one + "/decision", get_decision, options("flags:read", "Whether somebody has the feature, and why", {unknown}));
    routes.get("/api/v1/feature-flags", get_own, {.summary = "The features that the caller has; a guest's shares are counted by the cart"});
}

}  // namespace vitrine::flags
