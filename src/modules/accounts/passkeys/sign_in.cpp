// Signing in by a passkey: alone, or after the password.
#include "core/check.h"
#include "modules/accounts/passkeys/use.h"
#include "modules/accounts/second_factor.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

/// By network: signatures cannot be guessed, but checking them costs.
Task<Result<void>> take_network(App& app, Ctx ctx, Visitor visitor) {
    co_return co_await take_all(app, {{{"passkey-network", 60, 60}, ctx.store.text() + "/" + http::client_of(visitor.ip)}}, ctx.now);
}

/// Opens the session of an owner whose passkey was good.
Task<Result<Opened>> open(App& app, pg::Tx& tx, PersonRow row, std::string how, Visitor visitor) {
    Person person{row.kind, row.id};
    auto email = Email::parse(row.email);
    check(email.has_value(), "a person has a mailbox");
    auto key = rules::email_key(*email);
    bool is_new_device = known_device(app.config, tx.ctx().store, person.kind, key, visitor).empty();
    co_return co_await open_session(app, tx, person, key, std::move(how), std::move(visitor), is_new_device);
}

std::optional<accounts::Challenge> challenge_here(App& app, const Ctx& ctx, const std::string& text, const Visitor& visitor) {
    auto asked = read_challenge(app.config, ctx.store, text, ctx.now);
    return asked && is_for_device(*asked, visitor) ? std::move(asked) : std::nullopt;
}

}  // namespace

PasskeyOptions passkey_sign_in_options(App& app, const Ctx& ctx, const Visitor& visitor) {
    auto store = app.stores->known(ctx.store);
    return request_options(passkey_place(app.config, *store), new_passkey_challenge(app.config, ctx.store, PasskeyUse::sign_in, {}, visitor.device, ctx.now), {}, true);
}

Task<Result<Opened>> sign_in_by_passkey(App& app, Ctx ctx, PasskeyAnswer answer, Visitor visitor) {
    if (auto taken = co_await take_network(app, ctx, visitor); !taken) co_return refuse(std::move(taken.error()));
    auto said = read_answer(answer);
    auto passkey = said ? co_await app.db.read(ctx, sql::find_passkey({said->credential})) : std::nullopt;
    if (!passkey) co_return refuse(passkey_refused);
    Person person{passkey->kind, passkey->person};
    auto body = [&](pg::Tx& tx) -> Task<Result<Opened>> {
        auto row = co_await lock_person(tx, person);
        if (!row) co_return refuse(passkey_refused);
        auto used = co_await use_passkey(app, tx, *passkey, *said, {PasskeyUse::sign_in, {}, true}, visitor);
        if (!used) co_return refuse(std::move(used.error()));
        co_return co_await open(app, tx, *row, "passkey", visitor);
    };
    auto opened = co_await app.db.transaction(ctx, body);
    if (!opened && opened.error().code == passkey_suspect.code) co_await tell_of_copy(app, ctx, person);
    co_return std::move(opened);
}

Task<std::optional<PasskeyOptions>> passkey_factor_options(App& app, Ctx ctx, std::string challenge, Visitor visitor) {
    auto asked = challenge_here(app, ctx, challenge, visitor);
    auto person = asked ? parse_person(asked->person) : std::nullopt;
    auto store = app.stores->by_id(ctx.store);
    if (!person || !store) co_return std::nullopt;
    auto rows = co_await app.db.read(ctx, sql::list_passkeys(person->id));
    if (rows.empty()) co_return std::nullopt;
    co_return request_options(passkey_place(app.config, *store), new_passkey_challenge(app.config, ctx.store, PasskeyUse::second_factor, challenge, visitor.device, ctx.now), rows, false);
}

Task<Result<Opened>> second_factor_by_passkey(App& app, Ctx ctx, std::string challenge, PasskeyAnswer answer, Visitor visitor) {
    auto asked = challenge_here(app, ctx, challenge, visitor);
    auto person = asked ? parse_person(asked->person) : std::nullopt;
    if (!person) co_return refuse(passkey_refused, "start again with your password");
    if (auto taken = co_await take_code(app, *person, ctx.now); !taken) co_return refuse(std::move(taken.error()));
    auto said = read_answer(answer);
    auto passkey = said ? co_await app.db.read(ctx, sql::find_passkey({said->credential})) : std::nullopt;
    if (!passkey || passkey->person != person->id || passkey->kind != person->kind) co_return refuse(passkey_refused);
    auto body = [&](pg::Tx& tx) -> Task<Result<Opened>> {
        auto row = co_await lock_person(tx, *person);
        if (!row || asked->stamp != stamp_of(app.config, row->password_hash, row->totp_since)) co_return refuse(passkey_refused, "start again with your password");
        auto used = co_await use_passkey(app, tx, *passkey, *said, {PasskeyUse::second_factor, challenge, false}, visitor);
        if (!used) co_return refuse(std::move(used.error()));
        auto opened = co_await open(app, tx, *row, asked->how, visitor);
        if (opened) opened->return_to = asked->return_to;
        co_return std::move(opened);
    };
    auto opened = co_await app.db.transaction(ctx, body);
    if (!opened && opened.error().code == passkey_suspect.code) co_await tell_of_copy(app, ctx, *person);
    co_return std::move(opened);
}

}  // namespace vitrine::accounts
