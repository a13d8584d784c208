#include "modules/accounts/session.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

Profile profile_of(const PersonRow& row) {
    return {Person{row.kind, row.id}.text(), row.kind, row.email, row.name, row.password_hash.has_value(), row.totp_since.has_value(), row.roles, row.created_at, row.version};
}

}  // namespace

Task<Result<Profile>> profile(App& app, Ctx ctx, Person person) {
    auto row = co_await app.db.read(ctx, sql::find_person(person.id));
    if (!row || row->is_blocked || row->kind != person.kind) co_return refuse(refusals::unauthenticated);
    co_return profile_of(*row);
}

Task<Result<Profile>> rename(App& app, Ctx ctx, Person person, Text<1, 120> name, std::optional<std::int64_t> version) {
    auto body = [&](pg::Tx& tx) -> Task<Result<Profile>> {
        auto row = co_await lock_person(tx, person);
        if (!row) co_return refuse(std::move(row.error()));
        if (version && *version != row->version) co_return refuse(refusals::stale_version);
        tx.send(sql::rename_person(person.id, name.str()));
        row->name = name.str();
        ++row->version;
        co_return profile_of(*row);
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::accounts
