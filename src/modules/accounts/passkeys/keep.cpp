// The passkeys of an account: adding, naming and removing them.
#include <algorithm>

#include "io/crypto/base64url.h"
#include "modules/accounts/passkeys/prove.h"
#include "modules/accounts/passkeys/webauthn.h"
#include "modules/accounts/second_factor.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

constexpr size_t most_transports = 8, longest_transport = 20;

/// Whom a challenge for a new passkey is about: the person, as their proofs stand.
std::string registering(const Config& config, const PersonRow& row) { return Person{row.kind, row.id}.text() + "\n" + stamp_of(config, row.password_hash, row.totp_since); }

PasskeyView view_of(PasskeyRow row) { return {row.id, std::move(row.name), row.may_sync, row.made_at, row.used_at}; }

bool is_transport(std::string_view word) {
    return !word.empty() && word.size() <= longest_transport && std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}
std::vector<std::string> transports_of(const NewPasskey& made) {
    std::vector<std::string> kept;
    for (const auto& word : made.transports.value_or(std::vector<std::string>{}))
        if (is_transport(word) && kept.size() < most_transports) kept.push_back(word);
    return kept;
}

std::string name_for(const std::string& wanted, const Visitor& visitor) {
    auto name = Text<1, 60>::parse(wanted);
    return name ? name->str() : rules::agent_name(visitor.agent);
}

/// A code that proves something is counted as it is for sign-ins.
Task<Result<void>> take_for(App& app, Person person, bool has_code, Instant now) {
    if (!has_code) co_return Result<void>();
    co_return co_await take_code(app, person, now);
}

/// What a browser made, judged; the challenge is used up.
Task<Result<webauthn::AuthenticatorData>> judge_new(App& app, pg::Tx& tx, PersonRow row, NewPasskey made, Visitor visitor) {
    const auto& ctx = tx.ctx();
    auto store = app.stores->by_id(ctx.store);
    auto client_data = made.client_data.size() <= 2 * webauthn::most_client_data_bytes ? crypto::base64url_decode(made.client_data) : std::nullopt;
    auto object = made.attestation_object.size() <= 2 * webauthn::most_attestation_bytes ? crypto::base64url_decode(made.attestation_object) : std::nullopt;
    auto client = client_data ? webauthn::read_client_data(*client_data) : std::nullopt;
    if (!store || !client || !object) co_return refuse(passkey_refused);
    auto spending = read_passkey_challenge(app.config, ctx.store, PasskeyUse::registration, registering(app.config, row), visitor.device, client->challenge, ctx.now);
    if (!spending || !co_await spend(tx, *spending)) co_return refuse(passkey_refused, "the page was open for too long; begin again");
    auto place = passkey_place(app.config, *store);
    auto judged = webauthn::judge_registration(*client_data, *object, {client->challenge, place.origin, place.rp_id, false});
    if (judged.fault != webauthn::Fault::none) co_return refuse(passkey_refused, "the browser's answer does not fit: " + std::string(webauthn::name_of(judged.fault)));
    co_return std::move(judged.data);
}

}  // namespace

Task<std::vector<PasskeyView>> passkeys(App& app, Ctx ctx, Person person) {
    auto rows = co_await app.db.read(ctx, sql::list_passkeys(person.id));
    std::vector<PasskeyView> views;
    for (auto& row : rows) views.push_back(view_of(std::move(row)));
    co_return views;
}

Task<std::optional<PasskeyOptions>> passkey_proof_options(App& app, Ctx ctx, Person person, Visitor visitor) {
    auto store = app.stores->by_id(ctx.store);
    auto rows = co_await app.db.read(ctx, sql::list_passkeys(person.id));
    if (!store || rows.empty()) co_return std::nullopt;
    co_return request_options(passkey_place(app.config, *store), new_passkey_challenge(app.config, ctx.store, PasskeyUse::proof, person.text(), visitor.device, ctx.now), rows, true);
}

Task<Result<PasskeyOptions>> begin_passkey(App& app, Ctx ctx, Person person, PasskeyProof proof, Visitor visitor) {
    if (!flags::is_on(new_passkeys, ctx)) co_return refuse(flags::off);
    if (auto taken = co_await take_for(app, person, proof.code.has_value(), ctx.now); !taken) co_return refuse(std::move(taken.error()));
    auto begun = co_await begin_proof(app, ctx, person, proof, visitor);
    if (!begun) co_return refuse(std::move(begun.error()));
    auto store = app.stores->known(ctx.store);
    auto body = [&](pg::Tx& tx) -> Task<Result<PasskeyOptions>> {
        auto row = co_await end_proof(app, tx, *begun, proof, visitor);
        if (!row) co_return refuse(std::move(row.error()));
        auto rows = co_await tx.ask(sql::list_passkeys(person.id));
        if (rows.size() >= most_passkeys) co_return refuse(too_many_passkeys);
        auto challenge = new_passkey_challenge(app.config, ctx.store, PasskeyUse::registration, registering(app.config, *row), visitor.device, ctx.now);
        co_return creation_options(passkey_place(app.config, *store), store->name, challenge, user_handle_of(app.config, ctx.store, person), row->email, row->name, rows);
    };
    auto asked = co_await app.db.transaction(ctx, body);
    if (!asked && asked.error().code == passkey_suspect.code) co_await tell_of_copy(app, ctx, person);
    co_return std::move(asked);
}

Task<Result<PasskeyView>> add_passkey(App& app, Ctx ctx, Person person, std::string name, NewPasskey made, std::optional<SessionId> current, Visitor visitor) {
    auto store = app.stores->known(ctx.store);
    auto body = [&](pg::Tx& tx) -> Task<Result<PasskeyView>> {
        auto row = co_await lock_person(tx, person);
        if (!row) co_return refuse(std::move(row.error()));
        auto judged = co_await judge_new(app, tx, *row, made, visitor);
        if (!judged) co_return refuse(std::move(judged.error()));
        auto before = co_await tx.ask(sql::count_passkeys(person.id));
        if (size_t(before) >= most_passkeys) co_return refuse(too_many_passkeys);
        PasskeyView view{PasskeyId::next(ctx.now), name_for(name, visitor), judged->may_sync, ctx.now, {}};
        auto added = co_await tx.ask(sql::add_passkey(view.id, person.id, store->host, {judged->attested->credential}, {judged->attested->key}, judged->counter, view.name, {judged->attested->aaguid},
                                                      transports_of(made), judged->may_sync, judged->is_backed_up, ctx.now));
        if (added == 0) co_return refuse(passkey_known);
        bool is_first_factor = person.kind == Kind::staff && !row->totp_since && before == 0;
        if (is_first_factor) tx.send(sql::end_sessions(person.id, current, "second factor"));   // those that were opened by the password alone
        send_letter(tx, person.text(), {"passkey_added", {}, person.text(), {}});
        tell_processes(app, tx);
        co_return view;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<PasskeyView>> rename_passkey(App& app, Ctx ctx, Person person, PasskeyId id, Text<1, 60> name) {
    auto body = [&](pg::Tx& tx) -> Task<Result<PasskeyView>> {
        auto renamed = co_await tx.ask(sql::rename_passkey(person.id, id, name.str()));
        if (renamed == 0) co_return refuse(passkey_unknown);
        auto rows = co_await tx.ask(sql::list_passkeys(person.id));
        auto found = std::ranges::find(rows, id, &PasskeyRow::id);
        if (found == rows.end()) co_return refuse(passkey_unknown);
        co_return view_of(std::move(*found));
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<bool>> remove_passkey(App& app, Ctx ctx, Person person, PasskeyId id, PasskeyProof proof, Visitor visitor) {
    if (auto taken = co_await take_for(app, person, proof.code.has_value(), ctx.now); !taken) co_return refuse(std::move(taken.error()));
    auto begun = co_await begin_proof(app, ctx, person, proof, visitor);
    if (!begun) co_return refuse(std::move(begun.error()));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await end_proof(app, tx, *begun, proof, visitor);
        if (!row) co_return refuse(std::move(row.error()));
        if (co_await tx.ask(sql::remove_passkey(person.id, id)) == 0) co_return refuse(passkey_unknown);
        bool has_factor = row->totp_since || co_await tx.ask(sql::count_passkeys(person.id)) > 0;
        if (person.kind == Kind::staff && !has_factor) co_return refuse(second_factor_required, "add another passkey or an authenticator app first");
        send_letter(tx, person.text(), {"passkey_removed", {}, person.text(), {}});
        tell_processes(app, tx);
        co_return true;
    };
    auto removed = co_await app.db.transaction(ctx, body);
    if (!removed && removed.error().code == passkey_suspect.code) co_await tell_of_copy(app, ctx, person);
    co_return std::move(removed);
}

}  // namespace vitrine::accounts
