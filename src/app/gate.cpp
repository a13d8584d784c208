#include "app/gate.h"

#include "core/text.h"
#include "modules/accounts/identities.h"

namespace vitrine::app {
namespace {

using StorePointer = std::shared_ptr<const stores::Store>;

Result<StorePointer> find_store(const stores::Directory& directory, const http::Request& request) {
    if (auto slug = request.header("x-store"); !slug.empty()) {
        if (auto store = directory.by_slug(slug)) return store;
        return refuse(store_unknown, "X-Store names no store of this server");
    }
    if (auto store = directory.by_host(request.header("host"))) return store;
    return refuse(store_unknown, "no store is open on this server yet");
}

/// The token of "Bearer …"; empty when there is none.
std::string_view bearer_of(const http::Request& request) {
    auto value = request.header("authorization");
    if (value.size() < 8 || lower_ascii(value.substr(0, 7)) != "bearer ") return {};
    return value.substr(7);
}

/// By the access token of a member of staff. Cookies count for nothing here.
Result<void> admit_member(const accounts::Identities& identities, std::string_view token, const std::string& permission, Ctx& ctx) {
    auto caller = identities.by_token(ctx.store, token, ctx.now);
    if (!caller) return refuse(accounts::token_invalid, "get another by its refresh token, or sign in again");
    if (caller->person.kind != accounts::Kind::staff) return refuse(refusals::forbidden, "this is for staff");
    if (!allows(caller->permissions, permission)) return refuse(refusals::forbidden, "your roles lack the permission " + permission + ", or you have no second factor yet");
    ctx.role = Role::staff;
    ctx.actor = caller->person.text();
    ctx.permissions = std::move(caller->permissions);
    return {};
}

Result<void> admit_staff(const ProcessState& process, const http::Request& request, const std::string& permission, Ctx& ctx) {
    auto token = bearer_of(request);
    if (token.empty()) return refuse(refusals::unauthenticated, "send an API key or an access token as Authorization: Bearer");
    if (process.identities && accounts::looks_like_token(token)) return admit_member(*process.identities, token, permission, ctx);
    auto holder = process.stores->key(token);
    if (!holder) return refuse(refusals::unauthenticated, "this API key is not known");
    if (holder->store != ctx.store) return refuse(refusals::forbidden, "this API key belongs to another store");
    if (!holder->may(permission)) return refuse(refusals::forbidden, "this API key lacks the permission " + permission);
    ctx.role = Role::staff;
    ctx.actor = holder->id.text();
    ctx.permissions = holder->permissions;
    return {};
}

Result<void> admit(const ProcessState& process, const http::Request& request, const http::Route& route, Ctx& ctx) {
    if (route.options.access == http::Access::staff) return admit_staff(process, request, route.options.permission, ctx);
    bool asks_who = route.options.access == http::Access::open && process.identities && !accounts::is_way_in(route.pattern);
    return asks_who ? accounts::admit(*process.identities, process.settings.shop, request, bearer_of(request), ctx) : Result<void>();
}

bool may_be_news(const ProcessState& process, const http::Request& request, const http::Route& route, const Ctx& ctx) {
    bool asks_who = route.options.access != http::Access::signature && process.identities && !accounts::is_way_in(route.pattern);
    return asks_who && process.identities->may_be_news(process.settings.shop, ctx.store, request, bearer_of(request), ctx.now);
}

Task<Result<Ctx>> pass(const ProcessState& process, const http::Request& request, const http::Route& route) {
    Ctx ctx{.now = clock_now()};
    if (!route.options.needs_store && route.options.access != http::Access::staff) co_return ctx;
    if (!process.is_ready() && !process.is_draining) co_return refuse(starting);
    auto store = find_store(*process.stores, request);
    if (!store) co_return refuse(std::move(store.error()));
    ctx.store = (*store)->id;
    auto admitted = admit(process, request, route, ctx);
    if (ctx.actor.empty() && may_be_news(process, request, route, ctx)) {  // hired, or the store's first sign-in, a moment ago and perhaps in another process
        co_await process.identities->news();
        admitted = admit(process, request, route, ctx);
    }
    if (!admitted) co_return refuse(std::move(admitted.error()));
    co_return ctx;
}

}  // namespace

http::Gate make_gate(std::shared_ptr<const ProcessState> process) {
    return [process = std::move(process)](void*, const http::Request& request, const http::Route& route) { return pass(*process, request, route); };
}

}  // namespace vitrine::app
