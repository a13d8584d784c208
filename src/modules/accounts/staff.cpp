#include "modules/accounts/staff.h"

#include <algorithm>

#include "modules/accounts/giving.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= 40 && text[0] >= 'a' && text[0] <= 'z' &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

StaffView view_of(const StaffListRow& row) { return {StaffId{row.id}.text(), row.email, row.name, row.roles, row.is_blocked, row.has_second_factor, row.signed_in_at, row.version}; }

}  // namespace

bool may_give(const Ctx& ctx, const std::vector<std::string>& permissions) {
    return std::ranges::all_of(permissions, [&](const auto& permission) { return ctx.may(permission); });
}

Result<void> judge(const Ctx& ctx, const std::vector<RoleRow>& known, const std::vector<std::string>& names, Vanished vanished) {
    for (const auto& name : names) {
        auto found = std::ranges::find(known, name, &RoleRow::name);
        if (found == known.end() && vanished == Vanished::ignored) continue;
        if (found == known.end()) return refuse(role_unknown, "there is no role " + name);
        if (!may_give(ctx, found->permissions)) return refuse(beyond_own, "the role " + name + " allows more than you may do");
    }
    return {};
}

bool RoleNameRule::accepts(std::string_view value) { return is_word(value); }

bool is_permission(std::string_view text) {
    if (text == "*") return true;
    auto colon = text.find(':');
    return colon != text.npos && is_word(text.substr(0, colon)) && (text.substr(colon + 1) == "*" || is_word(text.substr(colon + 1)));
}

Task<std::vector<RoleView>> roles(App& app, Ctx ctx) {
    auto rows = co_await app.db.read(ctx, sql::list_roles());
    std::vector<RoleView> views;
    for (auto& row : rows) views.push_back({std::move(row.name), std::move(row.permissions), row.version});
    co_return views;
}

Task<Result<RoleView>> save_role(App& app, Ctx ctx, RoleName name, std::vector<std::string> permissions, std::optional<std::int64_t> version) {
    std::ranges::sort(permissions);
    permissions.erase(std::ranges::unique(permissions).begin(), permissions.end());
    if (permissions.size() > 200 || !std::ranges::all_of(permissions, is_permission))
        co_return refuse(refusals::invalid, {}, {{"/permissions", "malformed", "write permissions as orders:read, orders:* or *"}});
    if (!may_give(ctx, permissions)) co_return refuse(beyond_own);
    auto body = [&](pg::Tx& tx) -> Task<Result<RoleView>> {
        bool is_new = co_await tx.ask(sql::add_role(name.str(), permissions)) == 1;
        if (is_new && version) co_return refuse(refusals::stale_version);
        if (is_new) {
            tell_processes(app, tx);
            co_return RoleView{name.str(), permissions, 1};
        }
        // It is there, perhaps since a moment: what it allows is judged behind its lock, not as it was seen before.
        auto before = co_await tx.ask(sql::lock_role(name.str()));
        if (!before || (version && *version != before->version)) co_return refuse(refusals::stale_version);
        if (!may_give(ctx, before->permissions)) co_return refuse(beyond_own);
        auto now = co_await tx.ask(sql::save_role(name.str(), permissions));
        tell_processes(app, tx);
        co_return RoleView{name.str(), permissions, now};
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<bool>> remove_role(App& app, Ctx ctx, RoleName name) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto before = co_await tx.ask(sql::lock_role(name.str()));
        if (!before) co_return refuse(role_unknown);
        if (!may_give(ctx, before->permissions)) co_return refuse(beyond_own);
        if (co_await tx.ask(sql::remove_role(name.str(), ctx.now)) == 0) co_return refuse(role_in_use);
        tell_processes(app, tx);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<std::vector<StaffView>> staff(App& app, Ctx ctx) {
    auto rows = co_await app.db.read(ctx, sql::list_staff());
    std::vector<StaffView> views;
    for (const auto& row : rows) views.push_back(view_of(row));
    co_return views;
}

Task<Result<StaffView>> edit_staff(App& app, Ctx ctx, StaffId id, StaffEdit edit, std::optional<std::int64_t> version) {
    auto body = [&](pg::Tx& tx) -> Task<Result<StaffView>> {
        auto row = co_await tx.ask(sql::lock_person(id.value));
        if (!row || row->kind != Kind::staff) co_return refuse(staff_unknown);
        if (version && *version != row->version) co_return refuse(refusals::stale_version);
        auto known = co_await tx.ask(sql::share_roles());
        // Both what they have and what they get: nobody is cut off, or raised, by somebody who may do less.
        auto judged = judge(ctx, known, row->roles, Vanished::ignored);
        if (judged && edit.roles) judged = judge(ctx, known, *edit.roles, Vanished::refused);
        if (!judged) co_return refuse(std::move(judged.error()));
        auto saved = co_await tx.ask(sql::edit_staff(id.value, edit.roles.value_or(row->roles), edit.is_blocked.value_or(row->is_blocked)));
        if (saved.is_blocked) tx.send(sql::end_sessions(id.value, {}, "blocked"));
        if (saved.is_blocked || saved.roles != row->roles) tx.send(sql::spend_invitations_of(id.text(), ctx.now));
        tell_processes(app, tx);
        co_return view_of(saved);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<bool>> reset_second_factor(App& app, Ctx ctx, StaffId id) {
    if (ctx.actor == id.text()) co_return refuse(second_factor_required, "somebody else has to do this for you");
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_person(id.value));
        if (!row || row->kind != Kind::staff) co_return refuse(staff_unknown);
        auto known = co_await tx.ask(sql::share_roles());
        if (auto judged = judge(ctx, known, row->roles, Vanished::ignored); !judged) co_return refuse(std::move(judged.error()));
        tx.send(sql::remove_totp(id.value));
        tx.send(sql::remove_recovery_codes(id.value));
        tx.send(sql::remove_passkeys(id.value));
        tx.send(sql::end_sessions(id.value, {}, "second factor"));
        send_letter(tx, id.text(), {"factor_off", {}, id.text(), {}});
        tell_processes(app, tx);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::accounts
