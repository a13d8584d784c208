#include "io/http/version_tag.h"
#include "modules/accounts/identities.h"
#include "modules/accounts/routes.h"

namespace vitrine::accounts {
namespace {

struct SessionPath {
    SessionId id;
};
SHAPE(SessionPath, id)
struct AddressPath {
    AddressId id;
};
SHAPE(AddressPath, id)
struct SessionList {
    std::vector<SessionView> items;
};
SHAPE(SessionList, items)
struct AddressList {
    std::vector<KeptAddress> items;
};
SHAPE(AddressList, items)
struct Rename {
    Text<1, 120> name;
};
SHAPE(Rename, name)
struct ChangePassword {
    std::string old_password, password;
};
SHAPE(ChangePassword, old_password, password)
struct ChangeEmail {
    Email email;
    std::string password;
};
SHAPE(ChangeEmail, email, password)
struct MailAsked {
    std::string status = "check_your_mail";
};
SHAPE(MailAsked, status)
struct PutAddress {
    Address address;
    std::optional<bool> is_default;
};
SHAPE(PutAddress, address, is_default)
struct PasswordOnly {
    std::string password;
};
SHAPE(PasswordOnly, password)
struct CodeOnly {
    std::string code;
};
SHAPE(CodeOnly, code)
struct PasswordAndCode {
    std::string password, code;
};
SHAPE(PasswordAndCode, password, code)

using Match = http::Headers<http::IfMatch>;

Result<http::NoContent> nothing(Result<bool> done) {
    if (!done) return refuse(std::move(done.error()));
    return http::NoContent{};
}

template <class T>
Result<http::Response> tagged(Result<T> view, int status = 200) {
    if (!view) return refuse(std::move(view.error()));
    auto response = http::json_text(to_json(*view), status);
    response.set("ETag", http::version_tag(view->version)).set("Cache-Control", "private, no-store");
    return response;
}

Task<Result<SessionList>> get_sessions(App& app, Ctx ctx, const http::Request& request) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return SessionList{co_await sessions(app, ctx, *person, current_session(app.config, ctx, request))};
}
Task<Result<http::NoContent>> delete_session(App& app, Ctx ctx, http::Path<SessionPath> path) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return nothing(co_await end_session(app, ctx, *person, path->id, "by its owner"));
}
Task<Result<http::NoContent>> delete_sessions(App& app, Ctx ctx, const http::Request& request) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return nothing(co_await end_other_sessions(app, ctx, *person, current_session(app.config, ctx, request), "by its owner"));
}

Task<Result<http::Response>> get_me(App& app, Ctx ctx) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return tagged(co_await profile(app, ctx, *person));
}
Task<Result<http::Response>> patch_me(App& app, Ctx ctx, Match match, http::Body<Rename> in) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return tagged(co_await rename(app, ctx, *person, in->name, http::wanted_version(match->if_match)));
}
Task<Result<http::NoContent>> put_password(App& app, Ctx ctx, http::Body<ChangePassword> in, const http::Request& request) {
    auto person = caller(ctx);
    auto session = current_session(app.config, ctx, request);
    if (!person || !session) co_return refuse(refusals::unauthenticated);
    co_return nothing(co_await change_password(app, ctx, *person, *session, in->old_password, in->password, visitor_of(request)));
}
Task<Result<MailAsked>> post_email(App& app, Ctx ctx, http::Body<ChangeEmail> in, const http::Request& request) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    auto asked = co_await ask_to_change_email(app, ctx, *person, in->email, in->password, visitor_of(request));
    if (!asked) co_return refuse(std::move(asked.error()));
    co_return MailAsked{};
}

Task<Result<AddressList>> get_addresses(App& app, Ctx ctx) {
    auto person = calling_customer(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return AddressList{co_await addresses(app, ctx, *person)};
}
Task<Result<http::Response>> post_address(App& app, Ctx ctx, http::Body<PutAddress> in) {
    auto person = calling_customer(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return tagged(co_await save_address(app, ctx, *person, {}, in->address, in->is_default.value_or(false), {}), 201);
}
Task<Result<http::Response>> put_address(App& app, Ctx ctx, http::Path<AddressPath> path, Match match, http::Body<PutAddress> in) {
    auto person = calling_customer(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return tagged(co_await save_address(app, ctx, *person, path->id, in->address, in->is_default.value_or(false), http::wanted_version(match->if_match)));
}
Task<Result<http::NoContent>> delete_address(App& app, Ctx ctx, http::Path<AddressPath> path) {
    auto person = calling_customer(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return nothing(co_await remove_address(app, ctx, *person, path->id));
}

Task<Result<NewSecondFactor>> post_totp(App& app, Ctx ctx, http::Body<PasswordOnly> in, const http::Request& request) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return co_await begin_second_factor(app, ctx, *person, in->password, visitor_of(request));
}
Task<Result<RecoveryCodes>> post_totp_confirmation(App& app, Ctx ctx, http::Body<CodeOnly> in, const http::Request& request) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return co_await confirm_second_factor(app, ctx, *person, in->code, current_session(app.config, ctx, request));
}
Task<Result<RecoveryCodes>> post_recovery_codes(App& app, Ctx ctx, http::Body<PasswordAndCode> in, const http::Request& request) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return co_await renew_recovery_codes(app, ctx, *person, in->password, in->code, visitor_of(request));
}
Task<Result<http::NoContent>> post_totp_removal(App& app, Ctx ctx, http::Body<PasswordAndCode> in, const http::Request& request) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return nothing(co_await remove_second_factor(app, ctx, *person, in->password, in->code, current_session(app.config, ctx, request), visitor_of(request)));
}

http::RouteOptions options(std::string summary, std::vector<RefusalKind> refusals = {}) {
    refusals.push_back(refusals::unauthenticated);
    return {.summary = std::move(summary), .refusals = std::move(refusals), .rate = http::RatePolicy{"own-account", 120, 60}};
}

}  // namespace

Result<Person> caller(const Ctx& ctx) {
    auto person = person_of(ctx);
    return person ? Result<Person>(*person) : refuse(refusals::unauthenticated);
}

Result<Person> calling_customer(const Ctx& ctx) {
    auto person = person_of(ctx);
    return person && person->kind == Kind::customer ? Result<Person>(*person) : refuse(refusals::unauthenticated);
}

void own_routes(http::Routes<App>& routes) {
    routes.get("/api/v1/auth/sessions", get_sessions, options("Where the caller is signed in"));
    routes.del("/api/v1/auth/sessions/{id}", delete_session, options("Ends a session of the caller, on whatever device", {session_unknown}));
    routes.del("/api/v1/auth/sessions", delete_sessions, options("Ends all sessions of the caller but this one"));
    routes.get("/api/v1/me", get_me, options("The caller's account"));
    routes.patch("/api/v1/me", patch_me, options("Changes the caller's name", {refusals::stale_version}));
    routes.put("/api/v1/me/password", put_password, options("Sets another password; all other sessions end", {credentials_wrong, password_weak}));
    routes.post("/api/v1/me/email", post_email, options("Sends a link to another mailbox, which the account moves to when it is opened", {credentials_wrong}));
    routes.get("/api/v1/me/addresses", get_addresses, options("The customer's addresses, the default first"));
    routes.post("/api/v1/me/addresses", post_address, options("Keeps an address", {too_many_addresses}));
    routes.put("/api/v1/me/addresses/{id}", put_address, options("Replaces an address; with If-Match only the version it was read at", {address_unknown, refusals::stale_version}));
    routes.del("/api/v1/me/addresses/{id}", delete_address, options("Forgets an address", {address_unknown}));
    routes.post("/api/v1/me/second-factor", post_totp, options("Makes the secret of an authenticator; it counts once a code was given", {credentials_wrong, second_factor_present}));
    routes.post("/api/v1/me/second-factor/confirmation", post_totp_confirmation, options("Proves the authenticator by a code; gives ten recovery codes", {code_wrong, second_factor_present}));
    routes.post("/api/v1/me/second-factor/recovery-codes", post_recovery_codes, options("Gives ten other recovery codes in place of those before", {credentials_wrong, code_wrong}));
    routes.post("/api/v1/me/second-factor/removal", post_totp_removal, options("Does without a second factor; customers only", {credentials_wrong, code_wrong, second_factor_required}));
}

}  // namespace vitrine::accounts
