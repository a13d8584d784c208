#pragma once
// Staff people: invited by mail, able to do what their roles allow in this store, never without a second factor.
#include "modules/accounts/session.h"

namespace vitrine::accounts {

struct RoleNameRule {
    static constexpr std::string_view format = "role-name";
    static constexpr std::string_view code = "role.malformed";
    static constexpr std::string_view advice = "use 1 to 40 lower-case letters, digits, hyphens and underscores, beginning with a letter";
    static std::string normalize(std::string value) { return value; }
    static bool accepts(std::string_view value);
};
using RoleName = Word<RoleNameRule>;

struct RoleView {
    std::string name;
    std::vector<std::string> permissions;
    std::int64_t version = 1;
};
SHAPE(RoleView, name, permissions, version)
struct StaffView {
    std::string id, email, name;
    std::vector<std::string> roles;
    bool is_blocked = false, has_second_factor = false;
    std::optional<Instant> signed_in_at;
    std::int64_t version = 1;
};
SHAPE(StaffView, id, email, name, roles, is_blocked, has_second_factor, signed_in_at, version)

struct InvitationView {
    LinkId id;
    std::string email, name;
    std::vector<std::string> roles;
    std::string inviter;                 ///< the actor who gave it: a member of staff, a key, the command line
    Instant made_at{}, ends_at{};
};
SHAPE(InvitationView, id, email, name, roles, inviter, made_at, ends_at)

inline constexpr RefusalKind role_in_use{"accounts.role_in_use", 409, "Somebody has this role, or is invited to it"};
inline constexpr RefusalKind invitation_unknown{"accounts.invitation_unknown", 404, "There is no such invitation, or it was used"};
inline constexpr RefusalKind staff_unknown{"accounts.staff_unknown", 404, "There is no such member of staff"};
/// Nobody gives away, or takes from others, what they may not do themselves.
inline constexpr RefusalKind beyond_own{"accounts.beyond_own", 403, "You cannot give permissions that you do not have"};

/// Pure. Whether a permission is written as routes write them: "orders:write", "orders:*", "*".
bool is_permission(std::string_view text);

Task<std::vector<RoleView>> roles(App& app, Ctx ctx);
/// Makes a role or replaces its permissions; visible to every process within seconds. Refuses request.invalid, accounts.beyond_own, request.stale_version.
Task<Result<RoleView>> save_role(App& app, Ctx ctx, RoleName name, std::vector<std::string> permissions, std::optional<std::int64_t> version);
/// Refuses accounts.role_unknown, accounts.role_in_use, accounts.beyond_own.
Task<Result<bool>> remove_role(App& app, Ctx ctx, RoleName name);

Task<std::vector<StaffView>> staff(App& app, Ctx ctx);
/// Sends an invitation for a week. Gives its id. A mailbox that is on the staff already gets nothing. Refuses accounts.role_unknown, accounts.beyond_own, request.too_many.
Task<Result<LinkId>> invite(App& app, Ctx ctx, Email email, Text<1, 120> name, std::vector<std::string> roles);
/// Those that can be accepted yet, newest first, at most 1,000.
Task<std::vector<InvitationView>> invitations(App& app, Ctx ctx);
/// Its link does nothing from now on. Refuses accounts.invitation_unknown, accounts.beyond_own.
Task<Result<bool>> withdraw_invitation(App& app, Ctx ctx, LinkId id);

/// What of a member of staff is to be different.
struct StaffEdit {
    std::optional<std::vector<std::string>> roles;
    std::optional<bool> is_blocked;         ///< true ends all their sessions
};
SHAPE(StaffEdit, roles, is_blocked)
/// Invitations that they gave and nobody accepted end with their block or another role: others can give them again.
/// Refuses accounts.staff_unknown, accounts.role_unknown, accounts.beyond_own, request.stale_version.
Task<Result<StaffView>> edit_staff(App& app, Ctx ctx, StaffId id, StaffEdit edit, std::optional<std::int64_t> version);
/// For somebody who lost authenticator and recovery codes: their next sign-in is by password alone and permits nothing until they have added another. Their sessions end and
/// their mailbox is told. Nobody does it for themselves. Refuses accounts.staff_unknown, accounts.beyond_own, accounts.second_factor_required (oneself).
Task<Result<bool>> reset_second_factor(App& app, Ctx ctx, StaffId id);

}  // namespace vitrine::accounts
