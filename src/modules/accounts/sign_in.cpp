#include "core/check.h"
#include "io/crypto/argon2.h"
#include "modules/accounts/asked.h"
#include "modules/accounts/hashing/api.h"
#include "modules/accounts/passkeys/use.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

/// Writes down how a try went: the same work whether somebody has the mailbox or not. A crash may lose the last ones.
Task<void> note(App& app, Ctx ctx, pg::Bytes subject, std::string network, std::string outcome) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::add_attempt(new_uuid(ctx.now), subject, network, outcome, ctx.now));
        co_return true;
    };
    co_await app.db.transaction(ctx, body, {.durable = false});
}

std::string challenge_for(App& app, const Ctx& ctx, Person person, const std::optional<std::string>& password_hash, std::optional<Instant> totp_since, const Visitor& visitor) {
    return seal_challenge(app.config, ctx.store, {person.text(), "password", {}, ctx.now + rules::challenge_life, stamp_of(app.config, password_hash, totp_since), visitor.device});
}

/// Hashes again where the costs have changed since. Busy: next time.
Task<std::optional<std::string>> fresh_hash(const std::string& hash, const std::string& password) {
    if (!crypto::is_hash_outdated(hash)) co_return std::nullopt;
    auto again = co_await hash_of(password);
    co_return again ? std::optional(std::move(*again)) : std::nullopt;
}

}  // namespace

Task<Result<SignInStep>> sign_in(App& app, Ctx ctx, Kind kind, Credentials in, Visitor visitor) {
    auto key = rules::email_key(in.email);
    auto network = rules::network_of(visitor.ip);
    auto known = known_device(app.config, ctx.store, kind, key, visitor);
    auto taken = co_await take_all(app, rules::sign_in_buckets(ctx.store, kind, key, http::client_of(visitor.ip), known), ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    auto subject = subject_of(app.config, ctx.store, kind, key);
    auto who = co_await app.db.read(ctx, sql::find_for_sign_in(kind, key, subject, ctx.now - rules::failures_count_for, device_hash(visitor.device)));
    auto is_right = co_await fits(who.password_hash.value_or(""), in.password);
    if (!is_right) co_return refuse(std::move(is_right.error()));
    if (!*is_right || who.is_blocked) {
        co_await note(app, ctx, subject, network, "wrong");
        co_return refuse(credentials_wrong);
    }
    Person person{kind, *who.person};
    SignInStep step;
    bool knows_device = who.knows_device && !known.empty();
    auto course = rules::course_of(asks_second_factor(kind, who.totp_since.has_value(), who.has_passkey), who.has_signed_in, knows_device, kind == Kind::customer ? who.failures : 0);
    if (course == rules::Course::second_factor) {
        co_await note(app, ctx, subject, network, "second_factor");
        step.challenge = challenge_for(app, ctx, person, who.password_hash, who.totp_since, visitor);
        co_return step;
    }
    if (course == rules::Course::by_mail) {
        co_await note(app, ctx, subject, network, "by_mail");
        auto asked = co_await send_link(app, ctx, kind, Purpose::sign_in, in.email, {});  // the try was counted, and the password was right: mails that others asked for do not matter
        if (!asked) co_return refuse(std::move(asked.error()));
        step.by_mail = true;
        co_return step;
    }
    auto again = co_await fresh_hash(*who.password_hash, in.password);
    // What was read before the password was hashed may be over: whoever was shut out by a new password, or by a second factor, does not come in by the old one.
    auto body = [&](pg::Tx& tx) -> Task<Result<SignInStep>> {
        auto row = co_await lock_person(tx, person);
        auto mailbox = row ? Email::parse(row->email) : std::nullopt;
        bool still_stands = mailbox && row->password_hash == who.password_hash && rules::email_key(*mailbox) == key;
        if (!still_stands) co_return refuse(credentials_wrong);
        bool is_asked = co_await asks_second_factor(tx, *row);
        tx.send(sql::add_attempt(new_uuid(ctx.now), subject, network, is_asked ? "second_factor" : "right", ctx.now));
        if (is_asked) co_return SignInStep{.challenge = challenge_for(app, ctx, person, row->password_hash, row->totp_since, visitor)};
        if (again) tx.send(sql::set_password_hash(person.id, *again));
        auto opened = co_await open_session(app, tx, person, key, "password", visitor, who.has_signed_in && !knows_device);
        if (!opened) co_return refuse(std::move(opened.error()));
        co_return SignInStep{.opened = std::move(*opened)};
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<SignInStep>> sign_in_by_link(App& app, Ctx ctx, std::string token, Visitor visitor) {
    auto link = co_await usable_link(app, ctx, Purpose::sign_in, token);
    if (!link) co_return refuse(std::move(link.error()));
    if (link->kind != Kind::customer || !link->person) co_return refuse(link_dead);
    Person person{Kind::customer, *link->person};
    auto body = [&](pg::Tx& tx) -> Task<Result<SignInStep>> {
        auto used = co_await tx.ask(sql::use_link(link->id, Purpose::sign_in, ctx.now));
        if (!used) co_return refuse(link_dead);
        auto row = co_await lock_person(tx, person);
        if (!row || !went_to_owner(*used, *row)) co_return refuse(link_dead);
        SignInStep step;
        if (row->totp_since) {
            step.challenge = seal_challenge(app.config, ctx.store, {person.text(), "link", used->return_to, ctx.now + rules::challenge_life, stamp_of(app.config, row->password_hash, row->totp_since), visitor.device});
            co_return step;
        }
        auto email = Email::parse(row->email);
        check(email.has_value(), "a person has a mailbox");
        auto opened = co_await open_session(app, tx, person, rules::email_key(*email), "link", visitor, false);  // the mail that brought the link is notice enough
        if (!opened) co_return refuse(link_dead);
        opened->return_to = used->return_to;
        step.opened = std::move(*opened);
        co_return step;
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::accounts
