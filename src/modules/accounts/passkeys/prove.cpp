#include "modules/accounts/passkeys/prove.h"

#include "modules/accounts/proof.h"
#include "modules/accounts/second_factor.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

Task<Result<bool>> use_own(App& app, pg::Tx& tx, PersonRow row, PasskeyAnswer answer, Visitor visitor) {
    auto said = read_answer(answer);
    auto passkey = said ? co_await tx.ask(sql::find_passkey({said->credential})) : std::nullopt;
    if (!passkey || passkey->person != row.id) co_return refuse(passkey_refused);
    co_return co_await use_passkey(app, tx, std::move(*passkey), std::move(*said), {PasskeyUse::proof, Person{row.kind, row.id}.text(), true}, std::move(visitor));
}

}  // namespace

Task<Result<PersonRow>> begin_proof(App& app, Ctx ctx, Person person, PasskeyProof proof, Visitor visitor) {
    if (!proof.passkey) co_return co_await prove_by_password(app, ctx, person, proof.password.value_or(""), visitor);
    auto taken = co_await take_of_session(app, visitor, ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    auto row = co_await app.db.read(ctx, sql::find_person(person.id));
    if (!row || row->is_blocked || row->kind != person.kind) co_return refuse(refusals::unauthenticated);
    co_return std::move(*row);
}

Task<Result<PersonRow>> end_proof(App& app, pg::Tx& tx, PersonRow begun, PasskeyProof proof, Visitor visitor) {
    auto row = co_await lock_proved(tx, begun);
    if (!row) co_return refuse(std::move(row.error()));
    if (proof.passkey) {
        auto used = co_await use_own(app, tx, *row, *proof.passkey, visitor);
        if (!used) co_return refuse(std::move(used.error()));
        co_return std::move(row);
    }
    if (row->totp_since) {
        bool is_good = co_await is_code_good(app, tx, {row->kind, row->id}, *row, typed_code(proof.code.value_or("")));
        if (!is_good) co_return refuse(code_wrong);
    } else if (co_await asks_second_factor(tx, *row)) {
        co_return refuse(passkey_refused, "prove yourself by one of your passkeys");
    }
    co_return std::move(row);
}

}  // namespace vitrine::accounts
