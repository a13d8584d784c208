#include "modules/accounts/identities.h"
#include "modules/accounts/keys.h"
#include "modules/accounts/refresh.h"
#include "modules/accounts/routes.h"

namespace vitrine::accounts {
namespace {

/// What is answered to whoever asks for a mail, whether the mailbox has an account or not.
struct MailAsked {
    std::string status = "check_your_mail";
};
SHAPE(MailAsked, status)
struct Done {
    std::string status = "done";
};
SHAPE(Done, status)

enum class SignInState { signed_in, second_factor, check_your_mail };
SHAPE_ENUM(SignInState, signed_in, second_factor, check_your_mail)
struct SignInAnswer {
    SignInState state = SignInState::signed_in;
    std::optional<Tokens> tokens;
    std::optional<std::string> challenge;    ///< to be sent with a code to /auth/second-factor within five minutes
};
SHAPE(SignInAnswer, state, tokens, challenge)

struct AskForMail {
    Email email;
    std::optional<std::string> return_to;
};
SHAPE(AskForMail, email, return_to)
struct LinkAndPassword {
    std::string token, password;
};
SHAPE(LinkAndPassword, token, password)
struct LinkOnly {
    std::string token;
};
SHAPE(LinkOnly, token)
struct CodeForChallenge {
    std::string challenge, code;
};
SHAPE(CodeForChallenge, challenge, code)
struct RefreshToken {
    std::string refresh_token;
};
SHAPE(RefreshToken, refresh_token)

/// Tokens are for the one who asked: kept by nobody on the way.
http::Response answered(const SignInAnswer& answer) {
    auto response = http::json_text(to_json(answer));
    response.set("Cache-Control", "no-store");
    return response;
}

Task<Result<http::Response>> step_answer(App& app, Ctx ctx, Result<SignInStep> step) {
    if (!step) co_return refuse(std::move(step.error()));
    SignInAnswer answer;
    if (step->challenge) answer = {SignInState::second_factor, {}, step->challenge};
    else if (step->by_mail) answer.state = SignInState::check_your_mail;
    else answer.tokens = co_await tokens_of(app, ctx, std::move(*step->opened));
    co_return answered(answer);
}

template <class T>
Result<T> said(Result<bool> done) {
    if (!done) return refuse(std::move(done.error()));
    return T{};
}

Task<Result<MailAsked>> post_register(App& app, Ctx ctx, http::Body<Registration> in, const http::Request& request) {
    co_return said<MailAsked>(co_await register_customer(app, ctx, in.value, visitor_of(request)));
}
Task<Result<http::Response>> post_verify(App& app, Ctx ctx, http::Body<LinkAndPassword> in, const http::Request& request) {
    auto opened = co_await confirm_registration(app, ctx, in->token, in->password, visitor_of(request));
    co_return co_await opened_answer(app, ctx, std::move(opened));
}
Task<Result<http::Response>> post_login(App& app, Ctx ctx, http::Body<Credentials> in, const http::Request& request) {
    auto step = co_await sign_in(app, ctx, Kind::customer, in.value, visitor_of(request));
    co_return co_await step_answer(app, ctx, std::move(step));
}
Task<Result<http::Response>> post_staff_login(App& app, Ctx ctx, http::Body<Credentials> in, const http::Request& request) {
    auto step = co_await sign_in(app, ctx, Kind::staff, in.value, visitor_of(request));
    co_return co_await step_answer(app, ctx, std::move(step));
}
Task<Result<http::Response>> post_second_factor(App& app, Ctx ctx, http::Body<CodeForChallenge> in, const http::Request& request) {
    auto opened = co_await second_factor(app, ctx, in->challenge, in->code, visitor_of(request));
    co_return co_await opened_answer(app, ctx, std::move(opened));
}
Task<Result<http::Response>> post_refresh(App& app, Ctx ctx, http::Body<RefreshToken> in, const http::Request& request) {
    auto tokens = co_await refresh(app, ctx, in->refresh_token, visitor_of(request));
    if (!tokens) co_return refuse(std::move(tokens.error()));
    co_return answered({SignInState::signed_in, std::move(*tokens), {}});
}
Task<Result<http::Response>> post_logout(App& app, Ctx ctx, const http::Request& request) {
    auto person = caller(ctx);
    auto session = current_session(app.config, ctx, request);
    if (!person || !session) co_return refuse(refusals::unauthenticated);
    auto ended = co_await end_session(app, ctx, *person, *session, "signed out");
    if (!ended && ended.error().code != session_unknown.code) co_return refuse(std::move(ended.error()));
    http::Response response{204, {}, std::string()};
    forget_session(request, response);
    co_return response;
}
Task<Result<MailAsked>> post_magic_link(App& app, Ctx ctx, http::Body<AskForMail> in, const http::Request& request) {
    co_return said<MailAsked>(co_await ask_for_link(app, ctx, Kind::customer, Purpose::sign_in, in->email, in->return_to.value_or(""), visitor_of(request)));
}
Task<Result<http::Response>> post_magic_link_session(App& app, Ctx ctx, http::Body<LinkOnly> in, const http::Request& request) {
    auto step = co_await sign_in_by_link(app, ctx, in->token, visitor_of(request));
    co_return co_await step_answer(app, ctx, std::move(step));
}
Task<Result<MailAsked>> post_reset(App& app, Ctx ctx, http::Body<AskForMail> in, const http::Request& request) {
    co_return said<MailAsked>(co_await ask_for_link(app, ctx, Kind::customer, Purpose::password, in->email, {}, visitor_of(request)));
}
Task<Result<MailAsked>> post_staff_reset(App& app, Ctx ctx, http::Body<AskForMail> in, const http::Request& request) {
    co_return said<MailAsked>(co_await ask_for_link(app, ctx, Kind::staff, Purpose::password, in->email, {}, visitor_of(request)));
}
Task<Result<Done>> post_reset_confirmation(App& app, Ctx ctx, http::Body<LinkAndPassword> in, const http::Request& request) {
    co_return said<Done>(co_await reset_password(app, ctx, in->token, in->password, visitor_of(request)));
}
Task<Result<Done>> post_email_confirmation(App& app, Ctx ctx, http::Body<LinkOnly> in, const http::Request& request) {
    co_return said<Done>(co_await change_email(app, ctx, in->token, current_session(app.config, ctx, request)));
}

Task<Result<http::Response>> get_keys(App& app, Ctx ctx) {
    auto response = http::json_text(co_await key_set(app, ctx));
    response.set("Cache-Control", "public, max-age=300");
    co_return response;
}

http::RouteOptions options(std::string summary, std::vector<RefusalKind> refusals) {
    return {.summary = std::move(summary), .refusals = std::move(refusals), .rate = http::RatePolicy{"auth", 120, 60}};
}

}  // namespace

Task<Result<http::Response>> opened_answer(App& app, Ctx ctx, Result<Opened> opened) {
    if (!opened) co_return refuse(std::move(opened.error()));
    auto tokens = co_await tokens_of(app, ctx, std::move(*opened));
    co_return answered({SignInState::signed_in, std::move(tokens), {}});
}

void sign_in_routes(http::Routes<App>& routes) {
    const std::string base = "/api/v1/auth/";
    routes.post(base + "register", post_register, options("Registers a customer; a link goes to the mailbox, and the answer is the same whoever has it", {password_weak}));
    routes.post(base + "verify-email", post_verify, options("Ends a registration by the mail's link and the password, and signs in", {link_dead, credentials_wrong}));
    routes.post(base + "login", post_login, options("Signs a customer in", {credentials_wrong}));
    routes.post(base + "staff/login", post_staff_login, options("Signs a member of staff in", {credentials_wrong}));
    routes.post(base + "second-factor", post_second_factor, options("Ends a sign-in by a code of the authenticator, or one of recovery", {code_wrong}));
    routes.post(base + "refresh", post_refresh, options("Changes a refresh token for the next access and refresh token; a token used twice ends the session", {token_invalid}));
    routes.post(base + "logout", post_logout, options("Ends the session of the caller", {}));
    routes.post(base + "magic-link", post_magic_link, options("Sends a link to sign in, if the mailbox has an account", {}));
    routes.post(base + "magic-link/session", post_magic_link_session, options("Signs in by such a link, once", {link_dead}));
    routes.post(base + "password-reset", post_reset, options("Sends a link to set a new password, if the mailbox has an account", {}));
    routes.post(base + "staff/password-reset", post_staff_reset, options("The same for a member of staff", {}));
    routes.post(base + "password-reset/confirmation", post_reset_confirmation, options("Sets a new password by such a link, once; all sessions end", {link_dead, password_weak}));
    routes.post(base + "email-change/confirmation", post_email_confirmation, options("Moves an account to the mailbox that got the link; all sessions but the caller's end", {link_dead}));
    routes.get(base + "jwks.json", get_keys, options("The public keys of access tokens (RFC 7517)", {}));
}

}  // namespace vitrine::accounts
