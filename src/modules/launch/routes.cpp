#include "modules/launch/routes.h"

#include "io/http/version_tag.h"
#include "modules/launch/gate.h"

namespace vitrine::launch {
namespace {

struct PreviewPath {
    PreviewId id;
};
SHAPE(PreviewPath, id)
struct SignupInput {
    Email email;
};
SHAPE(SignupInput, email)
struct TokenInput {
    std::string token;
};
SHAPE(TokenInput, token)

Result<http::Response> tagged(Result<GateView> view) {
    if (!view) return refuse(std::move(view.error()));
    auto response = http::json_text(to_json(*view));
    response.set("ETag", http::version_tag(view->version));
    return response;
}

Task<Result<http::Response>> get_gate(App& app, Ctx ctx) { co_return tagged(co_await find_gate(app, ctx)); }
Task<Result<http::Response>> put_gate(App& app, Ctx ctx, http::Headers<http::IfMatch> match, http::Body<Gate> in) {
    co_return tagged(co_await set_gate(app, ctx, http::wanted_version(match->if_match), in.value));
}
Task<Result<http::Response>> put_password(App& app, Ctx ctx, http::Body<PasswordInput> in) { co_return tagged(co_await set_password(app, ctx, in.value.password)); }
Task<Result<http::Response>> delete_password(App& app, Ctx ctx) { co_return tagged(co_await drop_password(app, ctx)); }
Task<Result<PreviewList>> get_previews(App& app, Ctx ctx) { co_return co_await list_previews(app, ctx); }
Task<Result<PreviewView>> post_preview(App& app, Ctx ctx, http::Body<PreviewInput> in) { return make_preview(app, ctx, in.value); }
Task<Result<PreviewView>> post_revocation(App& app, Ctx ctx, http::Path<PreviewPath> path) { return revoke_preview(app, ctx, path->id); }

Task<Result<http::NoContent>> post_signup(App& app, Ctx ctx, http::Body<SignupInput> in) {
    auto done = co_await sign_up(app, ctx, in.value.email);
    if (!done) co_return refuse(std::move(done.error()));
    co_return http::NoContent{};
}
Task<Result<http::NoContent>> post_confirmation(App& app, Ctx ctx, http::Body<TokenInput> in) {
    auto done = co_await confirm_signup(app, ctx, in.value.token);
    if (!done) co_return refuse(std::move(done.error()));
    co_return http::NoContent{};
}
Task<Result<http::NoContent>> post_removal(App& app, Ctx ctx, http::Body<TokenInput> in) {
    auto done = co_await drop_signup(app, ctx, in.value.token);
    if (!done) co_return refuse(std::move(done.error()));
    co_return http::NoContent{};
}

http::RouteOptions options(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}
http::RouteOptions anybody(std::string summary, std::vector<RefusalKind> refusals) {
    return {.summary = std::move(summary), .refusals = std::move(refusals), .rate = http::RatePolicy{"launch-signups", 10, 600}};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string gate = "/api/v1/admin/launch-gate", previews = gate + "/previews", signups = "/api/v1/launch-signups";
    routes.get(gate, get_gate, options("launch:read", "Whether the store is open, and how many want to hear when it is"));
    routes.put(gate, put_gate, options("launch:write", "Opens or closes the store; with If-Match only over the version that was read. Every process follows at once", {refusals::stale_version}));
    routes.put(gate + "/password", put_password, options("launch:write", "Sets another preview password; whoever came in by the one before is out"));
    routes.del(gate + "/password", delete_password, options("launch:write", "No password lets in any more"));
    routes.get(previews, get_previews, options("launch:read", "Preview links, newest first"));
    routes.post(previews, post_preview, options("launch:write", "Makes a preview link"));
    routes.post(previews + "/{id}/revocation", post_revocation, options("launch:write", "Takes a preview link back", {preview_unknown}));
    routes.post(signups, post_signup, anybody("Asks a mailbox whether it wants to hear of the opening", {no_signups}));
    routes.post(signups + "/confirmation", post_confirmation, anybody("Confirms that by the token of its mail; repeatable", {link_dead}));
    routes.post(signups + "/removal", post_removal, anybody("Takes the mailbox off the list by the same token; repeatable", {link_dead}));
}

}  // namespace vitrine::launch
