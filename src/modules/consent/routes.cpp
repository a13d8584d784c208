#include "modules/consent/routes.h"

#include "io/http/version_tag.h"
#include "modules/consent/settings.h"

namespace vitrine::consent {
namespace {

Result<http::Response> tagged(Result<SettingsView> view) {
    if (!view) return refuse(std::move(view.error()));
    auto response = http::json_text(to_json(*view));
    response.set("ETag", http::version_tag(view->version));
    return response;
}

Task<Result<ChoiceView>> get_own(App&, Ctx ctx, const http::Request& request) { co_return ChoiceView{standing_of(ctx, request), asked_text(ctx.store).value_or(0)}; }
Task<Result<http::Response>> put_own(App& app, Ctx ctx, http::Body<Choice> in, const http::Request& request) {
    http::Response response;
    auto chosen = co_await choose(app, ctx, request, in.value, response);
    if (!chosen) co_return refuse(std::move(chosen.error()));
    auto answer = http::json_text(to_json(*chosen));
    answer.headers.insert(answer.headers.end(), response.headers.begin(), response.headers.end());
    co_return answer;
}
Task<Result<http::Response>> get_settings(App& app, Ctx ctx) { co_return tagged(co_await read_settings(app, ctx)); }
Task<Result<http::Response>> put_settings(App& app, Ctx ctx, http::Headers<http::IfMatch> match, http::Body<Settings> in) {
    co_return tagged(co_await set_settings(app, ctx, http::wanted_version(match->if_match), in.value));
}
Task<Result<http::Response>> post_again(App& app, Ctx ctx) { co_return tagged(co_await ask_again(app, ctx)); }

http::RouteOptions staff(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string own = "/api/v1/consent", desk = "/api/v1/admin/consent";
    routes.get(own, get_own, {.summary = "Whether the store asks to measure, and what this visitor has said"});
    routes.put(own, put_own, {.summary = "What this visitor says to it, by a cookie; each call is an answer of its own", .rate = http::RatePolicy{"consent", 30, 600}});
    routes.get(desk, get_settings, staff("settings:read", "Whether visitors are asked, and how many said yes and no to the present text"));
    routes.put(desk, put_settings, staff("settings:write", "Sets that; with If-Match only over the version that was read", {refusals::stale_version}));
    routes.post(desk + "/text-versions", post_again, staff("settings:write", "The text has changed: asks everybody again"));
}

}  // namespace vitrine::consent
