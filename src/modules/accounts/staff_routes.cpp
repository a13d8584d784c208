#include "io/http/version_tag.h"
#include "modules/accounts/refresh.h"
#include "modules/accounts/routes.h"
#include "modules/accounts/staff.h"

namespace vitrine::accounts {
namespace {

struct RolePath {
    RoleName name;
};
SHAPE(RolePath, name)
struct StaffPath {
    StaffId id;
};
SHAPE(StaffPath, id)
struct PutRole {
    std::vector<std::string> permissions;
};
SHAPE(PutRole, permissions)
struct RoleList {
    std::vector<RoleView> items;
};
SHAPE(RoleList, items)
struct StaffList {
    std::vector<StaffView> items;
};
SHAPE(StaffList, items)
struct Invitation {
    Email email;
    Text<1, 120> name;
    std::vector<std::string> roles;
};
SHAPE(Invitation, email, name, roles)
struct Invited {
    LinkId invitation;
};
SHAPE(Invited, invitation)
struct InvitationList {
    std::vector<InvitationView> items;
};
SHAPE(InvitationList, items)
struct InvitationPath {
    LinkId id;
};
SHAPE(InvitationPath, id)
struct Acceptance {
    std::string token, password;
};
SHAPE(Acceptance, token, password)

using Match = http::Headers<http::IfMatch>;

template <class T>
Result<http::Response> tagged(Result<T> view) {
    if (!view) return refuse(std::move(view.error()));
    auto response = http::json_text(to_json(*view));
    response.set("ETag", http::version_tag(view->version));
    return response;
}

Task<Result<RoleList>> get_roles(App& app, Ctx ctx) { co_return RoleList{co_await roles(app, ctx)}; }
Task<Result<http::Response>> put_role(App& app, Ctx ctx, http::Path<RolePath> path, Match match, http::Body<PutRole> in) {
    co_return tagged(co_await save_role(app, ctx, path->name, in->permissions, http::wanted_version(match->if_match)));
}
Task<Result<http::NoContent>> delete_role(App& app, Ctx ctx, http::Path<RolePath> path) {
    auto removed = co_await remove_role(app, ctx, path->name);
    if (!removed) co_return refuse(std::move(removed.error()));
    co_return http::NoContent{};
}
Task<Result<StaffList>> get_staff(App& app, Ctx ctx) { co_return StaffList{co_await staff(app, ctx)}; }
Task<Result<http::Response>> patch_staff(App& app, Ctx ctx, http::Path<StaffPath> path, Match match, http::Body<StaffEdit> in) {
    co_return tagged(co_await edit_staff(app, ctx, path->id, in.value, http::wanted_version(match->if_match)));
}
Task<Result<Invited>> post_invitation(App& app, Ctx ctx, http::Body<Invitation> in) {
    auto invited = co_await invite(app, ctx, in->email, in->name, in->roles);
    if (!invited) co_return refuse(std::move(invited.error()));
    co_return Invited{*invited};
}
Task<Result<http::NoContent>> delete_second_factor(App& app, Ctx ctx, http::Path<StaffPath> path) {
    auto reset = co_await reset_second_factor(app, ctx, path->id);
    if (!reset) co_return refuse(std::move(reset.error()));
    co_return http::NoContent{};
}
Task<Result<InvitationList>> get_invitations(App& app, Ctx ctx) { co_return InvitationList{co_await invitations(app, ctx)}; }
Task<Result<http::NoContent>> delete_invitation(App& app, Ctx ctx, http::Path<InvitationPath> path) {
    auto withdrawn = co_await withdraw_invitation(app, ctx, path->id);
    if (!withdrawn) co_return refuse(std::move(withdrawn.error()));
    co_return http::NoContent{};
}
Task<Result<http::Response>> post_acceptance(App& app, Ctx ctx, http::Body<Acceptance> in, const http::Request& request) {
    auto opened = co_await accept_invitation(app, ctx, in->token, in->password, visitor_of(request));
    if (!opened) co_return refuse(std::move(opened.error()));
    auto tokens = co_await tokens_of(app, ctx, std::move(*opened));
    auto response = http::json_text(to_json(tokens));
    response.set("Cache-Control", "no-store");
    co_return response;
}

http::RouteOptions options(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}

}  // namespace

void staff_routes(http::Routes<App>& routes) {
    const std::string base = "/api/v1/admin/", read = "users:read", write = "users:write";
    routes.get(base + "roles", get_roles, options(read, "The roles of the store and what they allow"));
    routes.put(base + "roles/{name}", put_role, options(write, "Makes a role, or replaces what it allows", {beyond_own, refusals::stale_version}));
    routes.del(base + "roles/{name}", delete_role, options(write, "Removes a role that nobody has", {role_unknown, role_in_use, beyond_own}));
    routes.get(base + "users", get_staff, options(read, "The staff of the store"));
    routes.patch(base + "users/{id}", patch_staff, options(write, "Changes the roles of a member of staff, or blocks them", {staff_unknown, role_unknown, beyond_own, refusals::stale_version}));
    routes.post(base + "users/invitations", post_invitation, options(write, "Invites a member of staff by mail", {role_unknown, beyond_own}));
    routes.del(base + "users/{id}/second-factor", delete_second_factor,
               options(write, "Takes the second factor of a member of staff who lost it away; they sign in and add another", {staff_unknown, beyond_own, second_factor_required}));
    routes.get(base + "users/invitations", get_invitations, options(read, "The invitations that can be accepted yet"));
    routes.del(base + "users/invitations/{id}", delete_invitation, options(write, "Withdraws an invitation", {invitation_unknown, beyond_own}));
    routes.post("/api/v1/auth/invitations/acceptance", post_acceptance,
                {.summary = "Accepts an invitation: sets the password and signs in; nothing is permitted before a second factor is proved",
                 .refusals = {link_dead, password_weak},
                 .rate = http::RatePolicy{"auth", 120, 60}});
}

}  // namespace vitrine::accounts
