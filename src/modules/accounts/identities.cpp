#include "modules/accounts/identities.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <unordered_map>

#include <boost/json.hpp>

#include "core/published.h"
#include "io/crypto/digest.h"
#include "io/loop.h"
#include "modules/accounts/jwt.h"
#include "modules/accounts/keys.h"
#include "modules/accounts/sql.h"
#include "modules/accounts/tokens.h"

namespace vitrine::accounts {
namespace {

constexpr std::int64_t look_back_s = 120, all_s = 400 * 24 * 3'600;   // a transaction that ends a session lasts seconds: what it wrote is seen in one of the next looks
constexpr int most_waiting = 32;
constexpr size_t shards = 16, most_in_shard = 8'192;

struct StoreKey {
    StoreId store;
    crypto::RsaVerifier verifier;
};

struct State {
    bool is_loaded = false;
    std::unordered_map<std::string, StoreKey> keys;                    // by kid
    std::unordered_map<SessionId, Instant> ended;                      // until when somebody may still hold a token of it
    std::unordered_map<Uuid, std::pair<StoreId, std::vector<std::string>>> staff;
};

/// A token that was verified, as long as it lasts.
struct Seen {
    StoreId store;
    Person person;
    SessionId session;
    Instant ends_at{};
};

std::string text_of(const boost::json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::string(text->data(), text->size()) : std::string();
}

std::optional<Seen> seen_of(StoreId store, const boost::json::object& payload) {
    auto person = parse_person(text_of(payload, "sub"));
    auto session = SessionId::parse(text_of(payload, "sid"));
    if (!person || !session) return {};
    return Seen{store, *person, *session, Instant{std::chrono::seconds(payload.at("exp").to_number<std::int64_t>())}};
}

}  // namespace

struct Identities::Inner {
    Published<State> state;
    std::mutex refreshing;
    Instant refreshed_at{};              // guarded by is_refreshing
    bool is_refreshing = false, is_asked_again = false;

    struct Shard {
        std::mutex guard;
        std::unordered_map<std::string, Seen> tokens;
    };
    std::array<Shard, shards> seen;
    std::atomic<int> waiting{0};

    Shard& shard_of(const std::string& digest) { return seen[static_cast<unsigned char>(digest[0]) % shards]; }

    std::optional<Seen> find(const std::string& digest) {
        auto& shard = shard_of(digest);
        std::lock_guard hold(shard.guard);
        auto found = shard.tokens.find(digest);
        return found == shard.tokens.end() ? std::nullopt : std::optional(found->second);
    }
    void keep(const std::string& digest, const Seen& token) {
        auto& shard = shard_of(digest);
        std::lock_guard hold(shard.guard);
        if (shard.tokens.size() >= most_in_shard) shard.tokens.clear();   // they are verified again: thirty microseconds each
        shard.tokens.insert_or_assign(digest, token);
    }

    /// What a token of this store says that is good by itself: signed, and not over.
    std::optional<Seen> read_token(const State& known, StoreId store, std::string_view token, Instant now) {
        auto digest = crypto::bytes_of(crypto::sha256(token));
        auto seen = find(digest);
        if (!seen) {
            auto key = [&](std::string_view kid) -> const crypto::RsaVerifier* {
                auto found = known.keys.find(std::string(kid));
                return found != known.keys.end() && found->second.store == store ? &found->second.verifier : nullptr;
            };
            auto payload = verified(token, key, {.issuers = {}, .audience = store.text(), .type = "at+jwt", .now = now});
            seen = payload ? seen_of(store, *payload) : std::nullopt;
            if (!seen) return {};
            keep(digest, *seen);
        }
        bool is_good = seen->store == store && seen->ends_at > now;
        return is_good ? seen : std::nullopt;
    }

    std::optional<Caller> caller(const State& now, StoreId store, Person person, SessionId session) const {
        if (now.ended.contains(session)) return {};
        Caller caller{person, session, {}};
        if (person.kind == Kind::customer) return caller;
        auto found = now.staff.find(person.id);
        if (found == now.staff.end() || found->second.first != store) return {};
        caller.permissions = found->second.second;
        return caller;
    }

    Task<void> read(pg::Db& worker) {
        Ctx ctx{.now = clock_now(), .role = Role::worker, .actor = "identities"};
        auto within_s = refreshed_at == Instant{} ? all_s : std::chrono::duration_cast<std::chrono::seconds>(ctx.now - refreshed_at).count() + look_back_s;
        auto keys = co_await worker.read(ctx, sql::public_keys());
        auto staff = co_await worker.read(ctx, sql::staff_permissions());
        auto ended = co_await worker.read(ctx, sql::ended_sessions(within_s));
        auto before = state.get();
        auto next = std::make_shared<State>();
        next->is_loaded = true;
        for (const auto& key : keys) next->keys.emplace(kid_of(key.id), StoreKey{key.store, crypto::RsaVerifier({key.modulus.value, key.exponent.value})});
        for (auto& person : staff) next->staff[person.person] = {person.store, std::move(person.permissions)};
        for (const auto& [session, until] : before->ended)
            if (until > ctx.now) next->ended.emplace(session, until);
        for (const auto& one : ended) next->ended.emplace(one.id, one.ends_at);
        state.set(std::move(next));
        refreshed_at = ctx.now;
    }
};

Identities::Identities() : inner_(std::make_unique<Inner>()) {}
Identities::~Identities() = default;

Task<void> Identities::refresh(pg::Db& worker) {
    {
        std::lock_guard hold(inner_->refreshing);
        inner_->is_asked_again = true;
        if (std::exchange(inner_->is_refreshing, true)) co_return;   // who reads now reads once more
    }
    while (true) {
        {
            std::lock_guard hold(inner_->refreshing);
            if (!std::exchange(inner_->is_asked_again, false)) {
                inner_->is_refreshing = false;
                co_return;
            }
        }
        std::exception_ptr failure;
        try {
            co_await inner_->read(worker);
        } catch (...) {
            failure = std::current_exception();
        }
        if (!failure) continue;
        std::lock_guard hold(inner_->refreshing);
        inner_->is_refreshing = false;
        std::rethrow_exception(failure);
    }
}

bool Identities::is_loaded() const { return inner_->state.get()->is_loaded; }

std::optional<Identities::Caller> Identities::by_token(StoreId store, std::string_view token, Instant now) const {
    auto state = inner_->state.get();
    auto seen = inner_->read_token(*state, store, token, now);
    return seen ? inner_->caller(*state, store, seen->person, seen->session) : std::nullopt;
}

std::optional<Identities::Caller> Identities::by_cookie(const Config& config, StoreId store, const http::Request& request, Instant now) const {
    auto session = session_of(config, store, request, now);
    if (!session) return {};
    return inner_->caller(*inner_->state.get(), store, session->person, session->session);
}

bool Identities::may_be_news(const Config& config, StoreId store, const http::Request& request, std::string_view bearer, Instant now) const {
    auto state = inner_->state.get();
    std::optional<Person> person;
    if (looks_like_token(bearer)) {
        if (!state->keys.contains(claimed_kid(bearer))) return true;
        if (auto seen = inner_->read_token(*state, store, bearer, now)) person = seen->person;
    } else if (auto session = session_of(config, store, request, now)) {
        person = session->person;
    }
    return person && person->kind == Kind::staff && !state->staff.contains(person->id);
}

Task<void> Identities::news() const {
    struct Leave {
        std::atomic<int>& waiting;
        ~Leave() { waiting.fetch_sub(1); }
    };
    bool is_full = inner_->waiting.fetch_add(1) >= most_waiting;
    Leave leave{inner_->waiting};
    auto before = inner_->state.get();
    for (int i = 0; !is_full && i < 15 && inner_->state.get() == before; ++i) co_await sleep_for(20ms);
}

bool looks_like_token(std::string_view bearer) { return std::ranges::count(bearer, '.') == 2 && bearer.starts_with("eyJ"); }

bool is_way_in(std::string_view pattern) {
    constexpr std::string_view base = "/api/v1/auth/";
    if (!pattern.starts_with(base)) return false;
    auto rest = pattern.substr(base.size());
    bool acts_for_caller = rest == "logout" || rest == "email-change/confirmation" || rest.starts_with("sessions");
    return !acts_for_caller;
}

Result<void> admit(const Identities& identities, const Config& config, const http::Request& request, std::string_view bearer, Ctx& ctx) {
    std::optional<Identities::Caller> caller;
    if (looks_like_token(bearer)) {
        caller = identities.by_token(ctx.store, bearer, ctx.now);
        if (!caller) return refuse(token_invalid, "get another by its refresh token, or sign in again");
    } else {
        bool is_safe = request.method == http::Method::get || request.method == http::Method::head || request.method == http::Method::options;
        if (is_safe || comes_from_ourselves(request)) caller = identities.by_cookie(config, ctx.store, request, ctx.now);
    }
    if (!caller) return {};
    if (caller->person.kind == Kind::customer) ctx.role = Role::customer;
    ctx.actor = caller->person.text();
    return {};
}

std::optional<SessionId> current_session(const Config& config, const Ctx& ctx, const http::Request& request) {
    auto person = person_of(ctx);
    if (!person) return {};
    auto value = request.header("authorization");
    if (value.size() > 7 && looks_like_token(value.substr(7))) return claimed_session(value.substr(7));
    auto cookie = session_of(config, ctx.store, request, ctx.now);
    return cookie && cookie->person == *person ? std::optional(cookie->session) : std::nullopt;
}

}  // namespace vitrine::accounts
