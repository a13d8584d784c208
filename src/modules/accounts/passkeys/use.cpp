#include "modules/accounts/passkeys/use.h"

#include "io/crypto/base64url.h"
#include "io/crypto/digest.h"
#include "io/telemetry/log.h"
#include "modules/accounts/passkeys/webauthn.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

constexpr size_t most_handle_bytes = 64, most_signature_bytes = 1'024;
constexpr Duration spent_are_kept = 1h;

std::optional<std::string> decoded(std::string_view text, size_t most) {
    auto bytes = text.size() <= most * 2 ? crypto::base64url_decode(text) : std::nullopt;
    return bytes && bytes->size() <= most ? bytes : std::nullopt;
}

}  // namespace

std::optional<Answered> read_answer(const PasskeyAnswer& answer) {
    auto credential = decoded(answer.credential, webauthn::most_credential_bytes), client = decoded(answer.client_data, webauthn::most_client_data_bytes),
         data = decoded(answer.authenticator_data, webauthn::most_authenticator_bytes), signature = decoded(answer.signature, most_signature_bytes),
         handle = decoded(answer.user_handle.value_or(""), most_handle_bytes);
    if (!credential || credential->empty() || !client || !data || !signature || !handle) return {};
    return Answered{std::move(*credential), std::move(*client), std::move(*data), std::move(*signature), std::move(*handle)};
}

Task<bool> spend(pg::Tx& tx, Spending spending) {
    tx.send(sql::sweep_challenges(tx.ctx().now - spent_are_kept));
    co_return co_await tx.ask(sql::spend_challenge(spending.id, spending.ends_at)) == 1;
}

Task<Result<bool>> use_passkey(App& app, pg::Tx& tx, PasskeyRow passkey, Answered answer, Asked asked, Visitor visitor) {
    const auto& ctx = tx.ctx();
    auto store = app.stores->by_id(ctx.store);
    auto client = webauthn::read_client_data(answer.client_data);
    if (!store || !client) co_return refuse(passkey_refused);
    auto spending = read_passkey_challenge(app.config, ctx.store, asked.use, asked.subject, visitor.device, client->challenge, ctx.now);
    if (!spending) co_return refuse(passkey_refused, "the page was open for too long, or on another device");
    bool is_first = co_await spend(tx, *spending);
    auto counter = co_await tx.ask(sql::lock_passkey(passkey.id));
    if (!is_first || !counter) co_return refuse(passkey_refused);
    Person owner{passkey.kind, passkey.person};
    bool is_owners = answer.user_handle.empty() ? asked.use != PasskeyUse::sign_in : crypto::equal_in_constant_time(answer.user_handle, user_handle_of(app.config, ctx.store, owner));
    if (!is_owners) co_return refuse(passkey_refused);
    auto place = passkey_place(app.config, *store);
    auto judged = webauthn::judge_assertion(answer.client_data, answer.authenticator_data, answer.signature, passkey.public_key.value, {client->challenge, place.origin, place.rp_id, asked.must_verify});
    if (judged.fault != webauthn::Fault::none) {
        log::info("accounts.passkey_refused", {{"reason", std::string(webauthn::name_of(judged.fault))}, {"request_id", ctx.request_id}});
        co_return refuse(passkey_refused);
    }
    if (!webauthn::is_counter_good(*counter, judged.data.counter)) co_return refuse(passkey_suspect);
    tx.send(sql::use_passkey(passkey.id, judged.data.counter, judged.data.is_backed_up, ctx.now));
    co_return true;
}

Task<void> tell_of_copy(App& app, Ctx ctx, Person person) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        send_letter(tx, person.text(), {"passkey_suspect", {}, person.text(), {}});
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
}

Task<bool> asks_second_factor(pg::Tx& tx, PersonRow row) {
    if (row.totp_since || row.kind == Kind::customer) co_return row.totp_since.has_value();
    co_return asks_second_factor(row.kind, false, co_await tx.ask(sql::count_passkeys(row.id)) > 0);
}

}  // namespace vitrine::accounts
