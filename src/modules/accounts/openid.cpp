#include <algorithm>

#include "core/check.h"
#include "core/random.h"
#include "io/crypto/base64url.h"
#include "io/crypto/digest.h"
#include "io/crypto/seal.h"
#include "modules/accounts/passkeys/use.h"
#include "modules/accounts/proof.h"
#include "modules/accounts/provider.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

constexpr std::string_view providers[] = {"google"};
constexpr std::string_view sealed_for = "accounts.openid";
constexpr Duration away_for = 10min;
constexpr int secret_bits = 240;

/// What a browser on its way to a provider keeps, sealed.
struct Away {
    std::string provider, state, nonce, verifier, return_to;
    std::optional<std::string> connecting;
    std::string stamp;                   ///< of the proofs by which somebody asked to connect
    Instant until{};
};
SHAPE(Away, provider, state, nonce, verifier, return_to, connecting, stamp, until)

std::string purpose_in(StoreId store) { return std::string(sealed_for) + "\n" + store.text(); }

std::optional<Away> read_away(const Config& config, StoreId store, std::string_view cookie, Instant now) {
    auto sealed = cookie.size() < 4'096 ? crypto::base64url_decode(cookie) : std::nullopt;
    auto plain = sealed ? crypto::unseal(config.master_key, purpose_in(store), *sealed) : std::nullopt;
    auto away = plain ? std::optional(read_json<Away>(*plain)) : std::nullopt;
    return away && *away && (*away)->until > now ? std::optional(std::move(**away)) : std::nullopt;
}

std::string redirect_uri(const Config& config, const stores::Store& store, std::string_view provider) { return store_base(config, store) + "/account/with/" + std::string(provider) + "/return"; }

Task<Result<SignInStep>> connect(App& app, Ctx ctx, Person person, Away away, Claims claims) {
    auto body = [&](pg::Tx& tx) -> Task<Result<SignInStep>> {
        auto row = co_await lock_person(tx, person);
        if (!row) co_return refuse(std::move(row.error()));
        if (away.stamp != stamp_of(app.config, row->password_hash, row->totp_since)) co_return refuse(provider_refused, "your password has changed since");
        auto owner = co_await tx.ask(sql::find_identity(away.provider, claims.subject));
        if (owner && owner->id != person.id) co_return refuse(provider_refused, "this identity belongs to another account");
        if (owner) co_return SignInStep{};
        auto added = co_await tx.ask(sql::add_identity(away.provider, claims.subject, person.id, claims.email));
        if (added == 0) co_return refuse(provider_refused, "another identity of this provider is connected; disconnect it first");
        send_letter(tx, person.text(), {"provider_connected", {}, person.text(), {}});
        co_return SignInStep{};
    };
    co_return co_await app.db.transaction(ctx, body);
}

/// Signs the owner of an identity in, as far as their second factor allows: as both stand behind the owner's lock.
Task<Result<SignInStep>> enter(App& app, pg::Tx& tx, Person person, const Away& away, const Claims& claims, Visitor visitor) {
    const auto& ctx = tx.ctx();
    auto locked = co_await lock_person(tx, person);
    auto owner = co_await tx.ask(sql::find_identity(away.provider, claims.subject));
    if (!locked || !owner || owner->id != person.id) co_return refuse(provider_refused);
    const auto& row = *locked;
    SignInStep step;
    if (co_await asks_second_factor(tx, row)) {
        step.challenge = seal_challenge(app.config, ctx.store, {person.text(), "openid", away.return_to, ctx.now + rules::challenge_life, stamp_of(app.config, row.password_hash, row.totp_since), visitor.device});
        co_return step;
    }
    auto email = Email::parse(row.email);
    check(email.has_value(), "a person has a mailbox");
    auto key = rules::email_key(*email);
    bool is_new_device = known_device(app.config, ctx.store, person.kind, key, visitor).empty();
    auto opened = co_await open_session(app, tx, person, key, "openid", visitor, is_new_device);
    if (!opened) co_return refuse(provider_refused);
    opened->return_to = away.return_to;
    step.opened = std::move(*opened);
    co_return step;
}

Task<Result<SignInStep>> enter_or_open(App& app, Ctx ctx, Away away, Claims claims, Visitor visitor) {
    auto body = [&](pg::Tx& tx) -> Task<Result<SignInStep>> {
        if (auto owner = co_await tx.ask(sql::find_identity(away.provider, claims.subject))) co_return co_await enter(app, tx, {owner->kind, owner->id}, away, claims, visitor);
        auto email = Email::parse(claims.email);
        if (!email || !claims.is_email_verified) co_return refuse(provider_refused, "the provider does not vouch for the address");
        auto key = rules::email_key(*email);
        Person person{Kind::customer, new_uuid(ctx.now)};
        auto name = Text<1, 120>::parse(claims.name);
        auto added = co_await tx.ask(sql::add_person(person.id, Kind::customer, email->str(), key, name ? name->str() : std::string(), {}, {}));
        if (added == 0) co_return refuse(provider_unproved);
        auto connected = co_await tx.ask(sql::add_identity(away.provider, claims.subject, person.id, email->str()));
        if (connected == 0) co_return refuse(provider_refused, "somebody was first");
        auto opened = co_await open_session(app, tx, person, key, "openid", visitor, false);
        if (!opened) co_return refuse(std::move(opened.error()));
        opened->return_to = away.return_to;
        jobs::publish(tx, person.text(), CustomerRegistered{person.text()});
        co_return SignInStep{.opened = std::move(*opened)};
    };
    co_return co_await app.db.transaction(ctx, body);
}

/// Sends a browser away. `away` says what for.
Task<Result<ProviderDeparture>> depart(App& app, Ctx ctx, Away away) {
    auto store = app.stores->by_id(ctx.store);
    if (!store || !has_provider(app.config, *store, away.provider)) co_return refuse(provider_unknown);
    away.state = random_token(secret_bits);
    away.nonce = random_token(secret_bits);
    away.verifier = random_token(secret_bits);
    away.until = ctx.now + away_for;
    auto challenge = crypto::base64url(crypto::bytes_of(crypto::sha256(away.verifier)));
    auto url = co_await authorize_url(app, provider_settings(app.config, *store, away.provider), redirect_uri(app.config, *store, away.provider), away.state, away.nonce, challenge, ctx.now);
    if (!url) co_return refuse(std::move(url.error()));
    co_return ProviderDeparture{std::move(*url), crypto::base64url(crypto::seal(app.config.master_key, purpose_in(ctx.store), to_json(away)))};
}

}  // namespace

bool has_provider(const Config& config, const stores::Store& store, std::string_view provider) {
    return std::ranges::find(providers, provider) != std::end(providers) && !provider_settings(config, store, provider).client_id.empty();
}

Task<Result<ProviderDeparture>> depart_to_provider(App& app, Ctx ctx, std::string provider, std::string return_to) {
    Away away;
    away.provider = std::move(provider);
    away.return_to = rules::local_path(return_to).value_or("");
    co_return co_await depart(app, ctx, std::move(away));
}

Task<Result<ProviderDeparture>> depart_to_connect(App& app, Ctx ctx, Person person, std::string provider, std::string password, Visitor visitor) {
    auto row = co_await prove_by_password(app, ctx, person, std::move(password), visitor);
    if (!row) co_return refuse(std::move(row.error()));
    Away away;
    away.provider = std::move(provider);
    away.connecting = person.text();
    away.stamp = stamp_of(app.config, row->password_hash, row->totp_since);
    co_return co_await depart(app, ctx, std::move(away));
}

Task<Result<SignInStep>> return_from_provider(App& app, Ctx ctx, std::string provider, std::string cookie, std::string state, std::string code, Visitor visitor) {
    auto store = app.stores->by_id(ctx.store);
    if (!store || !has_provider(app.config, *store, provider)) co_return refuse(provider_unknown);
    auto away = read_away(app.config, ctx.store, cookie, ctx.now);
    bool is_ours = away && away->provider == provider && crypto::equal_in_constant_time(away->state, state);
    if (!is_ours || code.empty()) co_return refuse(provider_refused, "this is not the way back of a sign-in that began here");
    auto claims = co_await redeem(app, provider_settings(app.config, *store, provider), redirect_uri(app.config, *store, provider), std::move(code), away->verifier, away->nonce, ctx.now);
    if (!claims) co_return refuse(std::move(claims.error()));
    if (!away->connecting) co_return co_await enter_or_open(app, ctx, std::move(*away), std::move(*claims), visitor);
    auto person = person_of(ctx);
    if (!person || person->text() != *away->connecting) co_return refuse(provider_refused, "somebody else is signed in now");
    co_return co_await connect(app, ctx, *person, std::move(*away), std::move(*claims));
}

Task<std::vector<std::string>> connected_providers(App& app, Ctx ctx, Person person) { co_return co_await app.db.read(ctx, sql::list_identities(person.id)); }

Task<Result<bool>> disconnect_provider(App& app, Ctx ctx, Person person, std::string provider, std::string password, Visitor visitor) {
    auto row = co_await prove_by_password(app, ctx, person, std::move(password), visitor);
    if (!row) co_return refuse(std::move(row.error()));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::remove_identity(person.id, provider));
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::accounts
