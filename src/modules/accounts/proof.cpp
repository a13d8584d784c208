#include "modules/accounts/proof.h"

#include "modules/accounts/hashing/api.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {

Task<Result<void>> take_of_session(App& app, Visitor visitor, Instant now) {
    if (visitor.session.empty()) co_return Result<void>();
    co_return co_await take_all(app, {{{"prove-session", 20, 600}, visitor.session}, {{"prove-session-day", 60, 86'400}, visitor.session}}, now);
}

Task<Result<PersonRow>> prove_by_password(App& app, Ctx ctx, Person person, std::string password, Visitor visitor) {
    // By person and network: a stolen session that guesses from elsewhere does not keep its owner from changing the password.
    auto taken = co_await take_all(app, {{{"prove-password", 10, 600}, person.text() + "/" + http::client_of(visitor.ip)}, {{"prove-password-day", 50, 86'400}, person.text() + "/" + http::client_of(visitor.ip)}}, ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    taken = co_await take_of_session(app, visitor, ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    auto row = co_await app.db.read(ctx, sql::find_person(person.id));
    if (!row || row->is_blocked || row->kind != person.kind) co_return refuse(refusals::unauthenticated);
    auto is_right = co_await fits(row->password_hash.value_or(""), std::move(password));
    if (!is_right) co_return refuse(std::move(is_right.error()));
    if (!*is_right) co_return refuse(credentials_wrong);
    co_return std::move(*row);
}

Task<Result<PersonRow>> lock_proved(pg::Tx& tx, PersonRow proved) {
    auto row = co_await lock_person(tx, {proved.kind, proved.id});
    if (row && row->password_hash != proved.password_hash) co_return refuse(credentials_wrong);  // changed meanwhile
    co_return row;
}

}  // namespace vitrine::accounts
