#include "modules/accounts/tokens.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

#include "core/random.h"
#include "io/crypto/base64url.h"
#include "io/crypto/digest.h"
#include "io/crypto/seal.h"
#include "modules/accounts/jwt.h"
#include "modules/accounts/keys.h"

namespace vitrine::accounts {
namespace {

constexpr int device_bits = 160;

constexpr std::string_view refresh_purpose = "accounts.refresh", link_purpose = "accounts.link", cookie_purpose = "accounts.session", device_purpose = "accounts.device",
                           challenge_purpose = "accounts.challenge";

std::string signed_by_us(const Config& config, std::string_view purpose, StoreId store, const std::string& what) {
    return what + "." + crypto::derived_token(config.master_key, purpose, store.text() + "\n" + what);
}

/// What was signed, where the signature is ours.
std::optional<std::string> read_signed(const Config& config, std::string_view purpose, StoreId store, std::string_view text) {
    auto dot = text.rfind('.');
    if (dot == text.npos || text.size() > 256) return {};
    std::string what(text.substr(0, dot));
    return crypto::equal_in_constant_time(signed_by_us(config, purpose, store, what), text) ? std::optional(std::move(what)) : std::nullopt;
}

std::string person_text(Kind kind, const Uuid& id) { return kind == Kind::customer ? CustomerId{id}.text() : StaffId{id}.text(); }

}  // namespace

std::optional<Person> parse_person(std::string_view text) {
    if (auto customer = CustomerId::parse(text)) return Person{Kind::customer, customer->value};
    if (auto staff = StaffId::parse(text)) return Person{Kind::staff, staff->value};
    return {};
}

std::string Person::text() const { return person_text(kind, id); }

std::optional<Person> person_of(const Ctx& ctx) { return ctx.role == Role::worker ? std::nullopt : parse_person(ctx.actor); }

std::string refresh_token(const Config& config, StoreId store, const Uuid& id) { return "rt_" + signed_by_us(config, refresh_purpose, store, uuid_base32(id)); }

std::optional<Uuid> refresh_token_id(const Config& config, StoreId store, std::string_view token) {
    if (!token.starts_with("rt_")) return {};
    auto id = read_signed(config, refresh_purpose, store, token.substr(3));
    return id ? parse_uuid_base32(*id) : std::nullopt;
}

std::string link_token(const Config& config, StoreId store, LinkId id) { return signed_by_us(config, link_purpose, store, id.text()); }

std::optional<LinkId> link_of_token(const Config& config, StoreId store, std::string_view token) {
    auto id = read_signed(config, link_purpose, store, token);
    return id ? LinkId::parse(*id) : std::nullopt;
}

std::string session_cookie(const Config& config, StoreId store, const CookieSession& session) {
    auto ends = std::chrono::floor<std::chrono::seconds>(session.ends_at).time_since_epoch().count();
    return signed_by_us(config, cookie_purpose, store, session.session.text() + "." + session.person.text() + "." + std::to_string(ends));
}

std::optional<CookieSession> read_session_cookie(const Config& config, StoreId store, std::string_view value, Instant now) {
    auto what = read_signed(config, cookie_purpose, store, value);
    if (!what) return {};
    auto first = what->find('.'), second = what->find('.', first + 1);
    if (second == std::string::npos) return {};
    auto session = SessionId::parse(std::string_view(*what).substr(0, first));
    auto person = parse_person(std::string_view(*what).substr(first + 1, second - first - 1));
    std::int64_t ends = 0;
    std::from_chars(what->data() + second + 1, what->data() + what->size(), ends);
    Instant ends_at{std::chrono::seconds(ends)};
    if (!session || !person || ends_at <= now) return {};
    return CookieSession{*session, *person, ends_at};
}

std::string proof_of_device(const Config& config, StoreId store, Kind kind, const std::string& email_key, const std::string& device) {
    return crypto::derived_token(config.master_key, device_purpose, store.text() + "\n" + std::string(shape_name(kind)) + "\n" + email_key + "\n" + device);
}

std::string new_device() { return random_token(device_bits); }

bool is_device(std::string_view text) {
    return text.size() == device_bits / 5 && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

pg::Bytes device_hash(std::string_view device) { return {crypto::bytes_of(crypto::sha256(device))}; }

std::string stamp_of(const Config& config, const std::optional<std::string>& password_hash, std::optional<Instant> totp_since) {
    auto since = totp_since ? std::to_string(totp_since->time_since_epoch().count()) : std::string();
    return crypto::derived_token(config.master_key, "accounts.stamp", password_hash.value_or("") + "\n" + since);
}

std::string seal_challenge(const Config& config, StoreId store, const Challenge& challenge) {
    return crypto::base64url(crypto::seal(config.master_key, std::string(challenge_purpose) + "\n" + store.text(), to_json(challenge)));
}

std::optional<Challenge> read_challenge(const Config& config, StoreId store, std::string_view text, Instant now) {
    auto sealed = text.size() < 4'096 ? crypto::base64url_decode(text) : std::nullopt;
    auto plain = sealed ? crypto::unseal(config.master_key, std::string(challenge_purpose) + "\n" + store.text(), *sealed) : std::nullopt;
    auto challenge = plain ? std::optional(read_json<Challenge>(*plain)) : std::nullopt;
    if (!challenge || !*challenge || (*challenge)->until <= now) return {};
    return std::move(**challenge);
}

Task<std::string> access_token(App& app, Ctx ctx, Person person, SessionId session) {
    auto signer = co_await signer_of(app, ctx);
    auto store = app.stores->by_id(ctx.store);
    auto now = std::chrono::floor<std::chrono::seconds>(ctx.now).time_since_epoch().count();
    boost::json::object payload{{"iss", store ? store_base(app.config, *store) : std::string()},
                                {"aud", ctx.store.text()},
                                {"sub", person.text()},
                                {"sid", session.text()},
                                {"iat", now},
                                {"exp", now + std::chrono::duration_cast<std::chrono::seconds>(rules::access_token_life).count()}};
    co_return signed_token(signer.secret, signer.kid, "at+jwt", payload);
}

}  // namespace vitrine::accounts
