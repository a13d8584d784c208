#include "modules/accounts/identities.h"
#include "modules/accounts/passkeys/api.h"
#include "modules/accounts/routes.h"

namespace vitrine::accounts {
namespace {

struct PasskeyPath {
    PasskeyId id;
};
SHAPE(PasskeyPath, id)
struct PasskeyList {
    std::vector<PasskeyView> items;
};
SHAPE(PasskeyList, items)
struct Waiting {
    std::string challenge;
};
SHAPE(Waiting, challenge)
struct PasskeyForChallenge {
    std::string challenge;
    PasskeyAnswer passkey;
};
SHAPE(PasskeyForChallenge, challenge, passkey)
struct AddPasskey {
    std::optional<Text<1, 60>> name;
    NewPasskey passkey;
};
SHAPE(AddPasskey, name, passkey)
struct RenamePasskey {
    Text<1, 60> name;
};
SHAPE(RenamePasskey, name)

template <class T>
http::Response for_one(const T& view, int status = 200) {
    auto response = http::json_text(to_json(view), status);
    response.set("Cache-Control", "no-store");
    return response;
}

Task<Result<http::Response>> post_options(App& app, Ctx ctx, const http::Request& request) {
    auto visitor = visitor_of(request);
    co_return for_one(passkey_sign_in_options(app, ctx, visitor));
}
Task<Result<http::Response>> post_session(App& app, Ctx ctx, http::Body<PasskeyAnswer> in, const http::Request& request) {
    auto opened = co_await sign_in_by_passkey(app, ctx, in.value, visitor_of(request));
    co_return co_await opened_answer(app, ctx, std::move(opened));
}
Task<Result<http::Response>> post_factor_options(App& app, Ctx ctx, http::Body<Waiting> in, const http::Request& request) {
    auto options = co_await passkey_factor_options(app, ctx, in->challenge, visitor_of(request));
    if (!options) co_return refuse(passkey_refused, "there is no passkey to go on with");
    co_return for_one(*options);
}
Task<Result<http::Response>> post_factor(App& app, Ctx ctx, http::Body<PasskeyForChallenge> in, const http::Request& request) {
    auto opened = co_await second_factor_by_passkey(app, ctx, in->challenge, in->passkey, visitor_of(request));
    co_return co_await opened_answer(app, ctx, std::move(opened));
}

Task<Result<PasskeyList>> get_passkeys(App& app, Ctx ctx) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    co_return PasskeyList{co_await passkeys(app, ctx, *person)};
}
Task<Result<http::Response>> post_proof(App& app, Ctx ctx, const http::Request& request) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    auto options = co_await passkey_proof_options(app, ctx, *person, visitor_of(request));
    if (!options) co_return refuse(passkey_unknown);
    co_return for_one(*options);
}
Task<Result<http::Response>> post_new_options(App& app, Ctx ctx, http::Body<PasskeyProof> in, const http::Request& request) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    auto options = co_await begin_passkey(app, ctx, *person, in.value, visitor_of(request));
    if (!options) co_return refuse(std::move(options.error()));
    co_return for_one(*options);
}
Task<Result<http::Response>> post_passkey(App& app, Ctx ctx, http::Body<AddPasskey> in, const http::Request& request) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    auto name = in->name ? in->name->str() : std::string();
    auto added = co_await add_passkey(app, ctx, *person, std::move(name), in->passkey, current_session(app.config, ctx, request), visitor_of(request));
    if (!added) co_return refuse(std::move(added.error()));
    co_return for_one(*added, 201);
}
Task<Result<http::Response>> patch_passkey(App& app, Ctx ctx, http::Path<PasskeyPath> path, http::Body<RenamePasskey> in) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    auto renamed = co_await rename_passkey(app, ctx, *person, path->id, in->name);
    if (!renamed) co_return refuse(std::move(renamed.error()));
    co_return for_one(*renamed);
}
Task<Result<http::NoContent>> post_removal(App& app, Ctx ctx, http::Path<PasskeyPath> path, http::Body<PasskeyProof> in, const http::Request& request) {
    auto person = caller(ctx);
    if (!person) co_return refuse(std::move(person.error()));
    auto removed = co_await remove_passkey(app, ctx, *person, path->id, in.value, visitor_of(request));
    if (!removed) co_return refuse(std::move(removed.error()));
    co_return http::NoContent{};
}

http::RouteOptions options(std::string bucket, std::string summary, std::vector<RefusalKind> refusals) {
    return {.summary = std::move(summary), .refusals = std::move(refusals), .rate = http::RatePolicy{std::move(bucket), 120, 60}};
}

}  // namespace

void passkey_routes(http::Routes<App>& routes) {
    const std::string in = "/api/v1/auth/", own = "/api/v1/me/passkeys";
    const std::vector<RefusalKind> tried{passkey_refused, passkey_suspect};
    routes.post(in + "passkeys/options", post_options, options("auth", "What to ask a browser with to sign in by a passkey (WebAuthn); good for one answer from this device, for ten minutes", {}));
    routes.post(in + "passkeys/session", post_session, options("auth", "Signs a customer or a member of staff in by a passkey that has verified them", tried));
    routes.post(in + "second-factor/passkey/options", post_factor_options, options("auth", "What to ask a browser with where a sign-in waits for a second factor", {passkey_refused}));
    routes.post(in + "second-factor/passkey", post_factor, options("auth", "Ends a sign-in by a passkey in place of a code", tried));

    const std::vector<RefusalKind> proved{refusals::unauthenticated, credentials_wrong, code_wrong, passkey_refused, passkey_suspect};
    auto with = [&](std::vector<RefusalKind> more) {
        more.insert(more.begin(), proved.begin(), proved.end());
        return more;
    };
    routes.get(own, get_passkeys, options("own-account", "The caller's passkeys, the oldest first", {refusals::unauthenticated}));
    routes.post(own + "/proof", post_proof, options("own-account", "What to ask a browser with to prove oneself by a passkey in place of password and code", {refusals::unauthenticated, passkey_unknown}));
    routes.post(own + "/options", post_new_options, options("own-account", "What to ask a browser with for another passkey; who one is has to be proved", with({too_many_passkeys})));
    routes.post(own, post_passkey, options("own-account", "Keeps a passkey that a browser has made", {refusals::unauthenticated, passkey_refused, passkey_known, too_many_passkeys}));
    routes.patch(own + "/{id}", patch_passkey, options("own-account", "Gives a passkey another name", {refusals::unauthenticated, passkey_unknown}));
    routes.post(own + "/{id}/removal", post_removal, options("own-account", "Removes a passkey; who one is has to be proved", with({passkey_unknown, second_factor_required})));
}

}  // namespace vitrine::accounts
