// Setting another password: by a link to the mailbox, or knowing the old one.
#include "core/check.h"
#include "modules/accounts/asked.h"
#include "modules/accounts/hashing/api.h"
#include "modules/accounts/proof.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

/// A new hash of a password that is fit for this person.
Task<Result<std::string>> fresh_hash(PersonRow row, std::string password) {
    auto email = Email::parse(row.email);
    check(email.has_value(), "a person has a mailbox");
    if (auto why = rules::weakness_of(row.kind, password, *email, row.name)) co_return refuse(password_weak, *why, {{"/password", "weak", *why}});
    co_return co_await hash_of(std::move(password));
}

/// Queues the change with all that hangs on it. `but`: a session that goes on.
void save(App& app, pg::Tx& tx, Person person, const std::string& hash, std::optional<SessionId> but) {
    tx.send(sql::set_password_hash(person.id, hash));
    tx.send(sql::end_sessions(person.id, but, "password"));
    tx.send(sql::spend_links_of(person.id, tx.ctx().now));
    send_letter(tx, person.text(), {"password_changed", {}, person.text(), {}});
    tell_processes(app, tx);
}

}  // namespace

Task<Result<bool>> reset_password(App& app, Ctx ctx, std::string token, std::string password, Visitor visitor) {
    auto link = co_await usable_link(app, ctx, Purpose::password, token);
    if (!link) co_return refuse(std::move(link.error()));
    auto taken = co_await take_all(app, {{{"reset-password", 20, 3'600}, link->id.text()}, {{"reset-network", 60, 3'600}, ctx.store.text() + "/" + http::client_of(visitor.ip)}}, ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    auto row = link->person ? co_await app.db.read(ctx, sql::find_person(*link->person)) : std::nullopt;
    if (!row) co_return refuse(link_dead);
    auto hash = co_await fresh_hash(*row, std::move(password));
    if (!hash) co_return refuse(std::move(hash.error()));
    Person person{row->kind, row->id};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto used = co_await tx.ask(sql::use_link(link->id, Purpose::password, ctx.now));
        if (!used) co_return refuse(link_dead);
        auto locked = co_await lock_person(tx, person);
        if (!locked || !went_to_owner(*used, *locked)) co_return refuse(link_dead);
        save(app, tx, person, *hash, {});
        if (locked->password_hash) tx.send(sql::remove_identities(person.id));  // of an account without a password the provider is the owner's own way in
        // So with passkeys, where the password alone was enough to add one. Of staff they are the second factor, which a mailbox does not take away.
        if (locked->password_hash && !locked->totp_since && person.kind == Kind::customer) tx.send(sql::remove_passkeys(person.id));
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<bool>> change_password(App& app, Ctx ctx, Person person, SessionId current, std::string old_password, std::string password, Visitor visitor) {
    auto row = co_await prove_by_password(app, ctx, person, std::move(old_password), visitor);
    if (!row) co_return refuse(std::move(row.error()));
    auto hash = co_await fresh_hash(*row, std::move(password));
    if (!hash) co_return refuse(std::move(hash.error()));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await lock_proved(tx, *row);
        if (!locked) co_return refuse(std::move(locked.error()));
        save(app, tx, person, *hash, current);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::accounts
