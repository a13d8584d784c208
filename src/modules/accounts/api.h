#pragma once
// Who signs in: customers of a store and its staff. Sign-in, sessions, tokens, mails with links, addresses.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/ctx.h"
#include "core/shape.h"
#include "io/http/message.h"
#include "modules/app.h"
#include "modules/stores/api.h"

namespace vitrine::accounts {

using CustomerId = Id<"cus">;
using StaffId = Id<"usr">;
using SessionId = Id<"ses">;
using LinkId = Id<"lnk">;
using AddressId = Id<"adr">;

enum class Kind { customer, staff };
SHAPE_ENUM(Kind, customer, staff)
/// What a link in a mail does.
enum class Purpose { registration, sign_in, password, email, invitation };
SHAPE_ENUM(Purpose, registration, sign_in, password, email, invitation)

inline constexpr RefusalKind credentials_wrong{"accounts.credentials_wrong", 401, "E-mail address and password do not match"};
inline constexpr RefusalKind link_dead{"accounts.link_dead", 410, "This link was used before, or is too old; ask for another"};
inline constexpr RefusalKind password_weak{"accounts.password_weak", 422, "Choose another password"};
inline constexpr RefusalKind code_wrong{"accounts.code_wrong", 401, "This code does not fit, or was used before"};
inline constexpr RefusalKind token_invalid{"accounts.token_invalid", 401, "This token is not valid, or not any more"};
inline constexpr RefusalKind session_unknown{"accounts.session_unknown", 404, "There is no such session"};
inline constexpr RefusalKind address_unknown{"accounts.address_unknown", 404, "There is no such address"};
inline constexpr RefusalKind too_many_addresses{"accounts.too_many_addresses", 422, "There is no room for another address"};
inline constexpr RefusalKind second_factor_required{"accounts.second_factor_required", 409, "Staff cannot do without a second factor"};
inline constexpr RefusalKind second_factor_present{"accounts.second_factor_present", 409, "There is a second factor already"};
inline constexpr RefusalKind provider_unknown{"accounts.provider_unknown", 404, "One cannot sign in by this provider here"};
inline constexpr RefusalKind provider_away{"accounts.provider_away", 503, "The provider does not answer; sign in another way"};
inline constexpr RefusalKind provider_refused{"accounts.provider_refused", 401, "The provider does not vouch for this sign-in"};
inline constexpr RefusalKind provider_unproved{"accounts.provider_unproved", 409, "There is an account with this address; sign in to it, then connect the provider"};
inline constexpr RefusalKind role_unknown{"accounts.role_unknown", 422, "There is no such role"};

/// What a caller brings along that is not said in the form.
struct Visitor {
    std::string ip;                      ///< as text
    std::string agent;                   ///< User-Agent
    std::string device;                  ///< the device's own secret: a cookie, or X-Device-Token; empty: a device never seen
    std::string proof;                   ///< that this device was once signed in to one account (proof_of_device); empty: none
    std::string session = {};            ///< that the request claims to be of, as text: for counting only; empty: none
};

/// A person of one store.
struct Person {
    Kind kind = Kind::customer;
    Uuid id;
    std::string text() const;            ///< "cus_…" or "usr_…"
    bool operator==(const Person&) const = default;
};
/// Pure. Who acts, by ctx.actor; nothing for guests, keys and jobs. Whoever may see something by it looks at the kind, too.
std::optional<Person> person_of(const Ctx& ctx);

struct Registration {
    Email email;
    Text<1, 120> name;
    std::string password;
    std::optional<std::string> return_to = {};   ///< a path of this shop
};
SHAPE(Registration, email, name, password, return_to)
struct Credentials {
    Email email;
    std::string password;
};
SHAPE(Credentials, email, password)

/// What a device gets when somebody signs in on it.
struct Opened {
    SessionId session;
    Person person;
    Instant ends_at{};
    std::string device;                  ///< the device's secret, to be kept by it; made here where it had none
    std::string proof;                   ///< of this device for this account
    Uuid refresh;                        ///< of the first refresh token
    std::string return_to;               ///< a path of this shop that the link was asked with; empty: none
};
/// How a sign-in went on. Exactly one member is filled.
struct SignInStep {
    std::optional<Opened> opened;
    std::optional<std::string> challenge;   ///< the password was right; give it back with a code (second_factor)
    bool by_mail = false;                   ///< the password was right, but the sign-in is unusual: a link went to the mailbox
};

// Use cases, for the API and for pages. None tells by answer, status or work whether a mailbox has an account.

/// Keeps a wish to become a customer until its link is opened; a mailbox that has an account is told so by mail. Hashes once whoever asks.
/// Refuses accounts.password_weak, request.too_many, server.overloaded. Not repeatable: each call sends a mail.
Task<Result<bool>> register_customer(App& app, Ctx ctx, Registration in, Visitor visitor);
/// The link proves the mailbox, the password that the same person asked: whoever registers a stranger's mailbox gets nothing when the stranger opens the link.
/// Makes the account and signs in. Refuses accounts.link_dead, accounts.credentials_wrong, request.too_many, server.overloaded.
Task<Result<Opened>> confirm_registration(App& app, Ctx ctx, std::string token, std::string password, Visitor visitor);
/// Refuses accounts.credentials_wrong (for a wrong password, an unknown mailbox, a blocked account and one without a password alike), request.too_many, server.overloaded.
Task<Result<SignInStep>> sign_in(App& app, Ctx ctx, Kind kind, Credentials in, Visitor visitor);
/// Ends a sign-in that asked for a code: of the authenticator, or one of recovery. Refuses accounts.code_wrong, request.too_many.
Task<Result<Opened>> second_factor(App& app, Ctx ctx, std::string challenge, std::string code, Visitor visitor);
/// Sends a link to sign in (Purpose::sign_in) or to set a new password (Purpose::password), if the mailbox has an account.
/// Refuses request.too_many. Not repeatable: each call sends a mail.
Task<Result<bool>> ask_for_link(App& app, Ctx ctx, Kind kind, Purpose purpose, Email email, std::string return_to, Visitor visitor);
/// Signs in by a link, once. Customers only; with a second factor there is another step. Refuses accounts.link_dead.
Task<Result<SignInStep>> sign_in_by_link(App& app, Ctx ctx, std::string token, Visitor visitor);
/// Sets a new password by a link, once; ends all sessions, spends all other links and, where there was a password before, disconnects providers: whoever had got in has no way
/// left. Refuses accounts.link_dead, accounts.password_weak, server.overloaded.
Task<Result<bool>> reset_password(App& app, Ctx ctx, std::string token, std::string password, Visitor visitor);
/// Makes the member of staff and signs in; until a second factor is proved nothing is permitted. Refuses accounts.link_dead, accounts.password_weak, server.overloaded.
Task<Result<Opened>> accept_invitation(App& app, Ctx ctx, std::string token, std::string password, Visitor visitor);

/// Ends a session of this person: visible to every process within seconds. Refuses accounts.session_unknown.
Task<Result<bool>> end_session(App& app, Ctx ctx, Person person, SessionId session, std::string why);
/// Ends all but one.
Task<Result<bool>> end_other_sessions(App& app, Ctx ctx, Person person, std::optional<SessionId> but, std::string why);

struct SessionView {
    SessionId id;
    std::string device;                  ///< "Firefox on Linux"
    std::string network;                 ///< "203.0.113.0/24"
    std::string how;
    Instant opened_at{}, seen_at{}, ends_at{};
    bool is_this = false;
};
SHAPE(SessionView, id, device, network, how, opened_at, seen_at, ends_at, is_this)
/// Those that have not ended, newest first, at most 100.
Task<std::vector<SessionView>> sessions(App& app, Ctx ctx, Person person, std::optional<SessionId> current);
/// Whether a session of this person still stands, asked of the database: for what lasts longer than a request, such as a WebSocket.
Task<bool> session_stands(App& app, Ctx ctx, Person person, SessionId session);

struct Profile {
    std::string id;
    Kind kind = Kind::customer;
    std::string email, name;
    bool has_password = false, has_second_factor = false;
    std::vector<std::string> roles;
    Instant since{};
    std::int64_t version = 1;
};
SHAPE(Profile, id, kind, email, name, has_password, has_second_factor, roles, since, version)
/// Refuses request.unauthenticated where the person is gone.
Task<Result<Profile>> profile(App& app, Ctx ctx, Person person);
/// Refuses request.stale_version, request.unauthenticated.
Task<Result<Profile>> rename(App& app, Ctx ctx, Person person, Text<1, 120> name, std::optional<std::int64_t> version);
/// Sets another password; the old one proves who asks (where there is one). Ends all other sessions and tells the mailbox.
/// Refuses accounts.credentials_wrong, accounts.password_weak, request.too_many, server.overloaded.
Task<Result<bool>> change_password(App& app, Ctx ctx, Person person, SessionId current, std::string old_password, std::string password, Visitor visitor);
/// Sends a link to the new mailbox; the address changes when it is opened. The password proves who asks. Says the same whether the mailbox is taken or not.
Task<Result<bool>> ask_to_change_email(App& app, Ctx ctx, Person person, Email email, std::string password, Visitor visitor);
/// Moves the account to the mailbox the link was sent to; the old one is told. All sessions of the account but `current` end. Refuses accounts.link_dead.
Task<Result<bool>> change_email(App& app, Ctx ctx, std::string token, std::optional<SessionId> current);

// Signing in by a provider of identities (OpenID Connect, Google's shape).

/// What the process is told of a provider, for all stores or for one ("ghee/google_client_id"); kept among Config::gateway_settings.
struct ProviderSetting {
    std::string_view name, help;
    bool is_secret = false;
    std::string_view otherwise = {};
};
std::span<const ProviderSetting> provider_settings();   ///< pure
/// Whether the store has credentials at this provider ("google"). Pure.
bool has_provider(const Config& config, const stores::Store& store, std::string_view provider);
/// What the browser is sent away with: where to, and a sealed cookie of ten minutes that its way back must bring along, once.
struct ProviderDeparture {
    std::string url, cookie;
};
/// To sign in. Asks the provider. Refuses accounts.provider_unknown, accounts.provider_away.
Task<Result<ProviderDeparture>> depart_to_provider(App& app, Ctx ctx, std::string provider, std::string return_to);
/// To connect the provider to the account of whoever is signed in: another way into it, so the password proves who asks.
/// Refuses accounts.provider_unknown, accounts.provider_away, accounts.credentials_wrong, request.too_many, request.unauthenticated, server.overloaded.
Task<Result<ProviderDeparture>> depart_to_connect(App& app, Ctx ctx, Person person, std::string provider, std::string password, Visitor visitor);
/// The way back with its code and state. Known identities sign in (a second factor is asked for as ever); a mailbox without an account gets one; a mailbox that has one is
/// not handed over on the provider's word: sign in to it and connect. Only verified addresses count. Nothing in the step: the provider is connected now, and the mailbox is told.
/// Refuses accounts.provider_unknown, accounts.provider_away, accounts.provider_refused, accounts.provider_unproved.
Task<Result<SignInStep>> return_from_provider(App& app, Ctx ctx, std::string provider, std::string cookie, std::string state, std::string code, Visitor visitor);
/// Those that are connected.
Task<std::vector<std::string>> connected_providers(App& app, Ctx ctx, Person person);
/// Repeatable. The password proves who asks. Refuses accounts.credentials_wrong.
Task<Result<bool>> disconnect_provider(App& app, Ctx ctx, Person person, std::string provider, std::string password, Visitor visitor);

// A second factor: an authenticator app, and ten codes on paper for the day it is lost.

struct NewSecondFactor {
    std::string address;                 ///< "otpauth://…" for a QR code or a link
    std::string secret;                  ///< the same secret to be typed
};
SHAPE(NewSecondFactor, address, secret)
struct RecoveryCodes {
    std::vector<std::string> codes;      ///< shown this once
};
SHAPE(RecoveryCodes, codes)

/// Makes a secret; it counts once a code of it was given. The password proves who asks. Repeatable: a new secret each time, until one is proved.
/// Refuses accounts.second_factor_present, accounts.credentials_wrong, request.too_many.
Task<Result<NewSecondFactor>> begin_second_factor(App& app, Ctx ctx, Person person, std::string password, Visitor visitor);
/// Proves the app by one code. From now on sign-ins ask for it. Gives ten recovery codes. All other sessions end and the mailbox is told. Refuses accounts.code_wrong, accounts.second_factor_present.
Task<Result<RecoveryCodes>> confirm_second_factor(App& app, Ctx ctx, Person person, std::string code, std::optional<SessionId> current);
/// Ten other recovery codes; those before are worth nothing from now on. Password and a code prove who asks. Refuses accounts.credentials_wrong, accounts.code_wrong,
/// request.too_many.
Task<Result<RecoveryCodes>> renew_recovery_codes(App& app, Ctx ctx, Person person, std::string password, std::string code, Visitor visitor);
/// Password and a code prove who asks. All sessions but `current` end and the mailbox is told. Refuses accounts.second_factor_required for staff, accounts.credentials_wrong,
/// accounts.code_wrong, request.too_many.
Task<Result<bool>> remove_second_factor(App& app, Ctx ctx, Person person, std::string password, std::string code, std::optional<SessionId> current, Visitor visitor);

struct Address {
    Text<1, 120> name;
    Text<1, 160> line1;
    std::optional<Text<1, 160>> line2;
    Text<1, 80> city;
    std::optional<Text<1, 80>> state;
    std::optional<Text<1, 16>> postal_code;
    CountryCode country;
    std::optional<Phone> phone;
};
SHAPE(Address, name, line1, line2, city, state, postal_code, country, phone)
struct KeptAddress {
    AddressId id;
    Address address;
    bool is_default = false;
    std::int64_t version = 1;
};
SHAPE(KeptAddress, id, address, is_default, version)
inline constexpr size_t most_addresses = 50;
/// The default first.
Task<std::vector<KeptAddress>> addresses(App& app, Ctx ctx, Person person);
/// Adds an address, or replaces the one of this id; the first is the default. Refuses accounts.address_unknown, accounts.too_many_addresses, request.stale_version.
Task<Result<KeptAddress>> save_address(App& app, Ctx ctx, Person person, std::optional<AddressId> id, Address address, bool is_default, std::optional<std::int64_t> version);
/// Refuses accounts.address_unknown.
Task<Result<bool>> remove_address(App& app, Ctx ctx, Person person, AddressId id);

// Cookies and forms of the storefront.

struct CookieSession {
    SessionId session;
    Person person;
    Instant ends_at{};
};
/// Pure. The session a request's cookie belongs to; nothing when it is not ours, of another store, or over. Says nothing of sessions that were ended early.
std::optional<CookieSession> session_of(const Config& config, StoreId store, const http::Request& request, Instant now);
/// Pure. What stands in the request beside its form.
Visitor visitor_of(const http::Request& request);
/// Sets the cookies of somebody who has signed in: session, device and proof.
void remember_session(const Config& config, StoreId store, const http::Request& request, http::Response& response, const Opened& opened, Instant now);
/// Gives a browser that has none a secret of its own, to which forms are bound before anybody is signed in. Gives the secret.
std::string remember_device(const http::Request& request, http::Response& response);
/// Keeps what a browser is sent to a provider with, and gives it on the way back, once.
void remember_departure(const http::Request& request, http::Response& response, const ProviderDeparture& departure);
std::string departure_of(const http::Request& request);
void forget_departure(const http::Request& request, http::Response& response);
/// Takes the session's cookie away; the device stays known.
void forget_session(const http::Request& request, http::Response& response);
/// Pure. Whether an unsafe request (all but GET and HEAD) comes from our own pages, by what the browser says (Sec-Fetch-Site, else Origin). Requests that say
/// neither are no browser's.
bool comes_from_ourselves(const http::Request& request);

/// Pure. Where a mail's link leads, with its token: under the store's own address, whatever the request's Host said. The token is made from the id by our key and
/// stands in no table.
std::string link_url(const Config& config, const stores::Store& store, Purpose purpose, LinkId id);

/// News: something a mailbox is to be told. Ids only: what they mean is read when the mail is written.
struct Letter {
    static constexpr std::string_view name = "accounts.letter";
    std::string what;                    ///< "confirm", "known_already", "sign_in", "new_password", "password_changed", "confirm_email", "email_changed", "new_device", "tokens_stolen", "invitation", "provider_connected", "factor_on", "factor_off", "passkey_added", "passkey_removed", "passkey_suspect"
    std::optional<LinkId> link;
    std::optional<std::string> person;
    std::optional<SessionId> session;
};
SHAPE(Letter, what, link, person, session)
/// What a mail says.
struct LetterFacts {
    Email to;
    std::string name;
    std::optional<LinkId> link;
    Purpose purpose = Purpose::sign_in;
    std::string device, network;
    Instant at{};
};
/// Nothing where whom it is about is gone, or the link has been used or is over.
Task<std::optional<LetterFacts>> read_letter(App& app, Ctx ctx, Letter letter);

/// News for others (webhooks): what happened to an account.
struct CustomerRegistered {
    static constexpr std::string_view name = "accounts.customer_registered";
    std::string customer;
};
SHAPE(CustomerRegistered, customer)

/// Pure. Scheme and authority of a store's own pages, by the settings alone.
std::string store_base(const Config& config, const stores::Store& store);

}  // namespace vitrine::accounts
