#include <mutex>

#include "core/text.h"
#include "io/crypto/digest.h"
#include "modules/accounts/hashing/api.h"
#include "modules/launch/doors.h"
#include "modules/launch/sql.h"

namespace vitrine::launch {
namespace {

constexpr std::string_view link_purpose = "launch.preview", password_purpose = "launch.password", signup_purpose = "launch.signup";
constexpr int remembered_s = 30 * 24 * 60 * 60;

using Doors = std::map<StoreId, std::shared_ptr<const Known>>;
std::mutex guard;
Doors& doors() {
    static Doors all;
    return all;
}

std::string cookie_name(const http::Request& request) { return request.is_tls ? "__Host-preview" : "preview"; }

std::string signed_by_us(const Config& config, std::string_view purpose, StoreId store, const std::string& what) {
    return what + "." + crypto::derived_token(config.master_key, purpose, store.text() + "\n" + what);
}

/// The link whose token this is, whether it holds or not.
std::optional<PreviewId> preview_of_token(const Config& config, StoreId store, std::string_view token) {
    auto dot = token.find('.');
    if (dot == token.npos || token.size() > 200) return {};
    auto id = PreviewId::parse(token.substr(0, dot));
    if (!id || !crypto::equal_in_constant_time(preview_token(config, store, *id), token)) return {};
    return id;
}

bool holds(const Config& config, StoreId store, const Known& known, std::string_view token, Instant now) {
    if (token.empty()) return false;
    if (auto id = preview_of_token(config, store, token)) {
        auto found = known.previews.find(*id);
        return found != known.previews.end() && now < found->second;
    }
    return !known.password_hash.empty() && crypto::equal_in_constant_time(password_cookie(config, store, known), token);
}

}  // namespace

std::shared_ptr<const Known> known_of(StoreId store) {
    std::lock_guard lock(guard);
    auto found = doors().find(store);
    return found == doors().end() ? nullptr : found->second;
}

void know(StoreId store, Known known) {
    auto shared = std::make_shared<const Known>(std::move(known));
    std::lock_guard lock(guard);
    doors()[store] = std::move(shared);
}

std::string preview_token(const Config& config, StoreId store, PreviewId id) { return signed_by_us(config, link_purpose, store, id.text()); }
std::string signup_token(const Config& config, StoreId store, SignupId id) { return signed_by_us(config, signup_purpose, store, id.text()); }

std::optional<SignupId> signup_of_token(const Config& config, StoreId store, std::string_view token) {
    auto dot = token.find('.');
    if (dot == token.npos || token.size() > 200) return {};
    auto id = SignupId::parse(token.substr(0, dot));
    if (!id || !crypto::equal_in_constant_time(signup_token(config, store, *id), token)) return {};
    return id;
}

std::string password_cookie(const Config& config, StoreId store, const Known& known) {
    return signed_by_us(config, password_purpose, store, "p" + std::to_string(known.password_number) + "-" + crypto::derived_token(config.master_key, password_purpose, known.password_hash));
}

Door door_of(const Config& config, const Ctx& ctx, const http::Request& request) {
    auto known = known_of(ctx.store);
    if (!known || !known->is_closed(ctx.now)) return Door::open;
    bool is_staff = ctx.role == Role::staff || ctx.actor.starts_with("usr_");
    bool has_token = holds(config, ctx.store, *known, request.cookie(cookie_name(request)), ctx.now) || holds(config, ctx.store, *known, request.header("x-preview-token"), ctx.now);
    return is_staff || has_token ? Door::ajar : Door::shut;
}

Sign sign_of(StoreId store) {
    auto known = known_of(store);
    if (!known) return {};
    const auto& gate = known->gate;
    return {gate.heading ? std::string(gate.heading->str()) : "", gate.text ? std::string(gate.text->str()) : "", gate.opens_at, gate.takes_addresses, !known->password_hash.empty()};
}

Result<std::string> enter_by_link(const Config& config, const Ctx& ctx, std::string_view token) {
    auto known = known_of(ctx.store);
    if (!known || !preview_of_token(config, ctx.store, token) || !holds(config, ctx.store, *known, token, ctx.now)) return refuse(preview_over);
    return std::string(token);
}

Task<Result<std::string>> enter_by_password(App& app, Ctx ctx, std::string password) {
    auto known = known_of(ctx.store);
    auto fits = co_await accounts::fits(known ? known->password_hash : "", std::move(password));
    if (!fits) co_return refuse(std::move(fits.error()));
    if (!*fits) co_return refuse(password_wrong);
    co_return password_cookie(app.config, ctx.store, *known);
}

void remember_preview(const http::Request& request, http::Response& response, std::string value) {
    response.add("Set-Cookie", http::set_cookie({.name = cookie_name(request), .value = std::move(value), .max_age_s = remembered_s}, request.is_tls));
}

Task<void> refresh(pg::Db& worker) {
    Ctx ctx{.now = clock_now(), .role = Role::worker, .actor = "launch"};
    auto gates = co_await worker.read(ctx, sql::all_doors());
    auto holders = co_await worker.read(ctx, sql::all_holders(ctx.now));
    std::map<StoreId, Known> read;
    for (const auto& row : gates) {
        auto gate = read_json<Gate>(row.document.text);
        if (!gate) throw std::runtime_error("the gate of a store does not fit its shape");
        read[row.store] = {std::move(*gate), row.password_hash.value_or(""), row.password_number, {}};
    }
    for (const auto& row : holders)
        if (auto found = read.find(row.store); found != read.end()) found->second.previews[row.id] = row.expires_at;
    Doors next;
    for (auto& [store, known] : read) next[store] = std::make_shared<const Known>(std::move(known));
    std::lock_guard lock(guard);
    doors() = std::move(next);
}

}  // namespace vitrine::launch
