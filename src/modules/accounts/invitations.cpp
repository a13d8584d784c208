// How people become staff: a link in a mail, for a week, that can be withdrawn and ends with whoever gave it.
#include <algorithm>

#include "core/check.h"
#include "modules/accounts/asked.h"
#include "modules/accounts/giving.h"
#include "modules/accounts/hashing/api.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {

Task<Result<LinkId>> invite(App& app, Ctx ctx, Email email, Text<1, 120> name, std::vector<std::string> roles) {
    auto taken = co_await take_all(app, {{{"invitations", 50, 3'600}, ctx.store.text()}}, ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    NewLink link{.purpose = Purpose::invitation, .kind = Kind::staff, .email = email, .name = name.str(), .roles = roles, .inviter = ctx.actor};
    auto body = [&](pg::Tx& tx) -> Task<Result<LinkId>> {
        if (auto inviter = parse_person(ctx.actor)) {
            auto row = co_await lock_person(tx, *inviter);
            if (!row) co_return refuse(std::move(row.error()));  // blocked this moment
        }
        auto known = co_await tx.ask(sql::share_roles());
        if (auto judged = judge(ctx, known, roles, Vanished::refused); !judged) co_return refuse(std::move(judged.error()));
        co_return ask(tx, link);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<std::vector<InvitationView>> invitations(App& app, Ctx ctx) {
    auto rows = co_await app.db.read(ctx, sql::list_invitations(ctx.now));
    std::vector<InvitationView> views;
    for (auto& row : rows) views.push_back({row.id, std::move(row.email), std::move(row.name), std::move(row.roles), std::move(row.inviter), row.made_at, row.ends_at});
    co_return views;
}

Task<Result<bool>> withdraw_invitation(App& app, Ctx ctx, LinkId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto link = co_await tx.ask(sql::find_link(id));
        if (!link || link->purpose != Purpose::invitation) co_return refuse(invitation_unknown);
        auto known = co_await tx.ask(sql::list_roles());
        if (auto judged = judge(ctx, known, link->roles, Vanished::ignored); !judged) co_return refuse(std::move(judged.error()));
        if (co_await tx.ask(sql::spend_link(id, ctx.now)) == 0) co_return refuse(invitation_unknown);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<Opened>> accept_invitation(App& app, Ctx ctx, std::string token, std::string password, Visitor visitor) {
    auto link = co_await usable_link(app, ctx, Purpose::invitation, token);
    if (!link) co_return refuse(std::move(link.error()));
    auto email = Email::parse(link->email);
    check(email.has_value(), "an invitation was sent to an address");
    if (auto why = rules::weakness_of(Kind::staff, password, *email, link->name)) co_return refuse(password_weak, *why, {{"/password", "weak", *why}});
    auto taken = co_await take_all(app, {{{"accept-invitation", 20, 3'600}, link->id.text()}}, ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    auto hash = co_await hash_of(std::move(password));
    if (!hash) co_return refuse(std::move(hash.error()));
    Person person{Kind::staff, new_uuid(ctx.now)};
    auto body = [&](pg::Tx& tx) -> Task<Result<Opened>> {
        auto used = co_await tx.ask(sql::use_link(link->id, Purpose::invitation, ctx.now));
        if (!used) co_return refuse(link_dead);
        auto known = co_await tx.ask(sql::share_roles());
        bool are_there = std::ranges::all_of(used->roles, [&](const auto& name) { return std::ranges::find(known, name, &RoleRow::name) != known.end(); });
        if (!are_there) co_return refuse(link_dead);
        auto key = rules::email_key(*email);
        auto added = co_await tx.ask(sql::add_person(person.id, Kind::staff, email->str(), key, link->name, *hash, link->roles));
        if (added == 0) co_return refuse(link_dead);
        tell_processes(app, tx);
        co_return co_await open_session(app, tx, person, key, "invitation", visitor, false);
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::accounts
