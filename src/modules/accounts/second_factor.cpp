#include "modules/accounts/second_factor.h"

#include <algorithm>

#include "core/check.h"
#include "core/random.h"
#include "io/crypto/digest.h"
#include "io/crypto/seal.h"
#include "modules/accounts/proof.h"
#include "modules/accounts/sql.h"
#include "modules/accounts/totp.h"

namespace vitrine::accounts {
namespace {

constexpr std::string_view sealed_for = "accounts.totp";
constexpr size_t secret_bytes = 20, codes_given = 10;
constexpr int code_bits = 80;

std::string unsealed(const Config& config, const PersonRow& row) {
    auto secret = row.totp_sealed ? crypto::unseal(config.master_key, sealed_for, row.totp_sealed->value) : std::nullopt;
    if (!secret) throw std::runtime_error("the second factor of this account was sealed with another master key");
    return std::move(*secret);
}

pg::Bytes hash_of_code(const Config& config, Person person, const std::string& code) {
    return {crypto::bytes_of(crypto::hmac_sha256(config.master_key, "accounts.recovery\n" + person.text() + "\n" + code))};
}

RecoveryCodes new_codes() {
    RecoveryCodes given;
    for (size_t i = 0; i < codes_given; ++i) given.codes.push_back(random_token(code_bits));
    return given;
}
void replace_codes(App& app, pg::Tx& tx, Person person, const RecoveryCodes& given) {
    std::vector<pg::Bytes> hashes;
    for (const auto& each : given.codes) hashes.push_back(hash_of_code(app.config, person, each));
    tx.send(sql::remove_recovery_codes(person.id));
    tx.send(sql::add_recovery_codes(person.id, hashes));
}

}  // namespace

std::string typed_code(std::string_view code) {
    auto text = lower_ascii(code);
    std::erase_if(text, [](char c) { return c == ' ' || c == '-'; });
    return text;
}

Task<Result<void>> take_code(App& app, Person person, Instant now) {
    co_return co_await take_all(app, {{{"second-factor", 5, 60}, person.text()}, {{"second-factor-day", 50, 86'400}, person.text()}}, now);
}

Task<bool> is_code_good(App& app, pg::Tx& tx, Person person, PersonRow row, std::string code) {
    auto now = tx.ctx().now;
    if (auto step = accepted_step(unsealed(app.config, row), code, row.totp_step, now)) co_return co_await tx.ask(sql::use_totp_step(person.id, *step)) == 1;
    if (code.size() < 10) co_return false;
    co_return co_await tx.ask(sql::use_recovery_code(person.id, hash_of_code(app.config, person, code), now)) == 1;
}

bool is_for_device(const Challenge& challenge, const Visitor& visitor) {
    return challenge.device.empty() || crypto::equal_in_constant_time(challenge.device, visitor.device);
}

Task<Result<Opened>> second_factor(App& app, Ctx ctx, std::string challenge, std::string code, Visitor visitor) {
    auto asked = read_challenge(app.config, ctx.store, challenge, ctx.now);
    auto person = asked ? parse_person(asked->person) : std::nullopt;
    if (!person || !is_for_device(*asked, visitor)) co_return refuse(code_wrong, "start again with your password");
    auto taken = co_await take_code(app, *person, ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    auto body = [&](pg::Tx& tx) -> Task<Result<Opened>> {
        auto row = co_await lock_person(tx, *person);
        if (!row || !row->totp_since) co_return refuse(code_wrong);
        if (asked->stamp != stamp_of(app.config, row->password_hash, row->totp_since)) co_return refuse(code_wrong, "start again with your password");
        bool is_good = co_await is_code_good(app, tx, *person, *row, typed_code(code));
        if (!is_good) co_return refuse(code_wrong);
        auto email = Email::parse(row->email);
        check(email.has_value(), "a person has a mailbox");
        auto key = rules::email_key(*email);
        bool is_new_device = known_device(app.config, ctx.store, person->kind, key, visitor).empty();
        auto opened = co_await open_session(app, tx, *person, key, asked->how, visitor, is_new_device);
        if (opened) opened->return_to = asked->return_to;
        co_return std::move(opened);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<NewSecondFactor>> begin_second_factor(App& app, Ctx ctx, Person person, std::string password, Visitor visitor) {
    auto row = co_await prove_by_password(app, ctx, person, std::move(password), visitor);
    if (!row) co_return refuse(std::move(row.error()));
    std::string secret(secret_bytes, '\0');
    random_bytes({reinterpret_cast<std::uint8_t*>(secret.data()), secret.size()});
    auto sealed = pg::Bytes{crypto::seal(app.config.master_key, sealed_for, secret)};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await lock_proved(tx, *row);
        if (!locked) co_return refuse(std::move(locked.error()));
        if (co_await tx.ask(sql::begin_totp(person.id, sealed)) == 0) co_return refuse(second_factor_present);
        co_return true;
    };
    auto begun = co_await app.db.transaction(ctx, body);
    if (!begun) co_return refuse(std::move(begun.error()));
    auto store = app.stores->by_id(ctx.store);
    co_return NewSecondFactor{totp_address(store ? store->name : "Shop", row->email, secret), base32_capitals(secret)};
}

Task<Result<RecoveryCodes>> confirm_second_factor(App& app, Ctx ctx, Person person, std::string code, std::optional<SessionId> current) {
    auto taken = co_await take_all(app, {{{"second-factor", 5, 60}, person.text()}}, ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    auto given = new_codes();
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await lock_person(tx, person);
        if (!row) co_return refuse(std::move(row.error()));
        if (row->totp_since) co_return refuse(second_factor_present);
        auto step = row->totp_sealed ? accepted_step(unsealed(app.config, *row), typed_code(code), row->totp_step, ctx.now) : std::nullopt;
        if (!step) co_return refuse(code_wrong);
        tx.send(sql::prove_totp(person.id, *step, ctx.now));
        replace_codes(app, tx, person, given);
        tx.send(sql::end_sessions(person.id, current, "second factor"));
        send_letter(tx, person.text(), {"factor_on", {}, person.text(), {}});
        tell_processes(app, tx);
        co_return true;
    };
    auto confirmed = co_await app.db.transaction(ctx, body);
    if (!confirmed) co_return refuse(std::move(confirmed.error()));
    co_return given;
}

Task<Result<RecoveryCodes>> renew_recovery_codes(App& app, Ctx ctx, Person person, std::string password, std::string code, Visitor visitor) {
    auto proved = co_await prove_by_password(app, ctx, person, std::move(password), visitor);
    if (!proved) co_return refuse(std::move(proved.error()));
    auto taken = co_await take_code(app, person, ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    auto given = new_codes();
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await lock_proved(tx, *proved);
        if (!row) co_return refuse(std::move(row.error()));
        if (!row->totp_since) co_return refuse(code_wrong, "there is no second factor");
        bool is_good = co_await is_code_good(app, tx, person, *row, typed_code(code));
        if (!is_good) co_return refuse(code_wrong);
        replace_codes(app, tx, person, given);
        co_return true;
    };
    auto renewed = co_await app.db.transaction(ctx, body);
    if (!renewed) co_return refuse(std::move(renewed.error()));
    co_return given;
}

Task<Result<bool>> remove_second_factor(App& app, Ctx ctx, Person person, std::string password, std::string code, std::optional<SessionId> current, Visitor visitor) {
    if (person.kind == Kind::staff) co_return refuse(second_factor_required);
    auto proved = co_await prove_by_password(app, ctx, person, std::move(password), visitor);
    if (!proved) co_return refuse(std::move(proved.error()));
    auto taken = co_await take_code(app, person, ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await lock_proved(tx, *proved);
        if (!row) co_return refuse(std::move(row.error()));
        if (!row->totp_since) co_return refuse(code_wrong, "there is no second factor");
        bool is_good = co_await is_code_good(app, tx, person, *row, typed_code(code));
        if (!is_good) co_return refuse(code_wrong);
        tx.send(sql::remove_totp(person.id));
        tx.send(sql::remove_recovery_codes(person.id));
        tx.send(sql::end_sessions(person.id, current, "second factor"));
        send_letter(tx, person.text(), {"factor_off", {}, person.text(), {}});
        tell_processes(app, tx);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::accounts
