// An account moves to another mailbox: the password proves who asks, the link proves the mailbox, and the old one is told.
#include "core/check.h"
#include "modules/accounts/asked.h"
#include "modules/accounts/proof.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {

Task<Result<bool>> ask_to_change_email(App& app, Ctx ctx, Person person, Email email, std::string password, Visitor visitor) {
    auto taken = co_await take_all(app, rules::mail_buckets(ctx.store, rules::email_key(email), http::client_of(visitor.ip)), ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    auto row = co_await prove_by_password(app, ctx, person, std::move(password), visitor);
    if (!row) co_return refuse(std::move(row.error()));
    NewLink link{.purpose = Purpose::email, .kind = person.kind, .person = person.id, .email = email, .former_email = row->email, .name = row->name};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await lock_proved(tx, *row);
        if (!locked) co_return refuse(std::move(locked.error()));
        ask(tx, link);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<bool>> change_email(App& app, Ctx ctx, std::string token, std::optional<SessionId> current) {
    auto link = co_await usable_link(app, ctx, Purpose::email, token);
    if (!link) co_return refuse(std::move(link.error()));
    auto email = Email::parse(link->email);
    check(email.has_value() && link->person.has_value(), "a link to a new mailbox names both");
    Person person{link->kind, *link->person};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto used = co_await tx.ask(sql::use_link(link->id, Purpose::email, ctx.now));
        if (!used) co_return refuse(link_dead);
        auto row = co_await lock_person(tx, person);
        if (!row || row->email != link->former_email) co_return refuse(link_dead);  // moved elsewhere meanwhile
        auto moved = co_await tx.ask(sql::move_mailbox(person.id, email->str(), rules::email_key(*email)));
        if (moved == 0) co_return refuse(link_dead);
        tx.send(sql::spend_links_of(person.id, ctx.now));
        tx.send(sql::end_sessions(person.id, current, "mailbox"));
        tell_processes(app, tx);
        send_letter(tx, link->id.text(), {"email_changed", link->id, person.text(), {}});
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::accounts
