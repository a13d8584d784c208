#include "modules/spins/serve.h"

#include <charconv>
#include <list>
#include <mutex>

#include "io/telemetry/log.h"
#include "modules/media/objects/api.h"
#include "modules/spins/rules.h"
#include "modules/spins/sql.h"

namespace vitrine::spins {
namespace {

constexpr std::string_view for_a_day = "public, max-age=86400, immutable";
constexpr size_t most_kept = 2'000, digest_digits = 64;
constexpr std::uint64_t largest_frame = 4 << 20;

/// One edition: the hashes of its frames behind each other, in hex.
struct Opened {
    std::string digests;
    std::int64_t width = 0, height = 0;
    std::int64_t frames() const { return std::int64_t(digests.size() / digest_digits); }
};
using OpenedPointer = std::shared_ptr<const Opened>;

/// Editions that were opened last. What an edition names never changes; whether it is shown is asked of the book. Any thread.
struct Editions {
    std::mutex guard;
    std::list<std::pair<std::string, OpenedPointer>> by_use;

    OpenedPointer find(const std::string& name) {
        std::lock_guard lock(guard);
        for (auto it = by_use.begin(); it != by_use.end(); ++it) {
            if (it->first != name) continue;
            by_use.splice(by_use.begin(), by_use, it);
            return it->second;
        }
        return nullptr;
    }
    void keep(std::string name, OpenedPointer opened) {
        std::lock_guard lock(guard);
        by_use.emplace_front(std::move(name), std::move(opened));
        if (by_use.size() > most_kept) by_use.pop_back();
    }
};
Editions& editions() {
    static Editions all;
    return all;
}

std::string name_of(StoreId store, ProductId product, std::string_view edition) { return store.text() + product.text() + std::string(edition); }

/// The parts of the path behind "/media/spins/".
std::string_view token_in(std::string_view path) {
    path.remove_prefix(std::string_view("/media/spins/").size());
    return path.substr(0, path.find('/'));
}

Task<OpenedPointer> open(App& app, Ctx ctx, std::string_view path) {
    auto ticket = rules::ticket_of(app.config, ctx.store, token_in(path), ctx.now);
    if (!ticket) co_return nullptr;
    auto shown = shown_of(ctx.store, ticket->product);
    if (!shown || shown->edition != ticket->edition) co_return nullptr;
    auto name = name_of(ctx.store, ticket->product, ticket->edition);
    if (auto kept = editions().find(name)) co_return kept;
    auto digests = co_await app.db.read(ctx, sql::find_published(ticket->product, ticket->edition));
    if (!digests) co_return nullptr;
    auto opened = std::make_shared<const Opened>(Opened{std::move(*digests), shown->width, shown->height});
    editions().keep(std::move(name), opened);
    co_return opened;
}

Task<Result<http::Response>> give(App& app, const Opened& opened, std::int64_t number) {
    if (number < 0 || number >= opened.frames()) co_return refuse(token_refused, "this turntable has no such frame");
    auto key = rules::key_of(std::string_view(opened.digests).substr(size_t(number) * digest_digits, digest_digits));
    auto files = media::store_of(app.web, app.config);
    http::Response response;
    response.set("Cache-Control", std::string(for_a_day));
    if (auto path = files->path_of(key)) {
        response.body = http::FileBody{std::move(*path), "image/webp", {}};
        co_return response;
    }
    auto bytes = co_await files->read(key, 0, largest_frame);
    if (!bytes) co_return refuse(media::store_unavailable);
    response.body = std::move(*bytes);
    response.set("Content-Type", "image/webp");
    co_return response;
}

}  // namespace

Task<void> warm_up(App& app, std::vector<StoreId> stores, Instant now) {
    constexpr std::int32_t most = 500;
    auto files = media::store_of(app.web, app.config);
    for (auto store : stores) {
        try {
            auto rows = co_await app.db.read({.now = now, .store = store, .role = Role::worker, .actor = "serve"}, sql::some_published(most));
            std::int64_t frames = 0;
            for (auto& row : rows) {
                auto first = co_await files->read(rules::key_of(std::string_view(row.digests).substr(0, digest_digits)), 0, largest_frame);
                frames += first.has_value();
                editions().keep(name_of(store, row.product, row.edition), std::make_shared<const Opened>(Opened{std::move(row.digests), row.width, row.height}));
            }
            if (!rows.empty()) log::info("spins.warm", {{"turntables", std::to_string(rows.size())}, {"first_frames", std::to_string(frames)}});
        } catch (const std::exception& why) {
            log::warn("spins.not_warm", {{"error", why.what()}});
        }
    }
}

Task<Result<http::Response>> serve_manifest(App& app, Ctx ctx, const http::Request& request) {
    auto opened = co_await open(app, ctx, request.path);
    if (!opened) co_return refuse(token_refused);
    http::Response response;
    response.body = http::make_cached_answer("application/json", rules::manifest_of(opened->frames(), opened->width, opened->height), std::string(for_a_day));
    co_return response;
}

Task<Result<http::Response>> serve_poster(App& app, Ctx ctx, const http::Request& request) {
    auto opened = co_await open(app, ctx, request.path);
    if (!opened) co_return refuse(token_refused);
    co_return co_await give(app, *opened, 0);
}

Task<Result<http::Response>> serve_frame(App& app, Ctx ctx, const http::Request& request) {
    auto opened = co_await open(app, ctx, request.path);
    if (!opened) co_return refuse(token_refused);
    auto name = std::string_view(request.path).substr(request.path.rfind('/') + 1);
    std::int64_t number = -1;
    auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), number);
    bool is_name = fault == std::errc{} && std::string_view(end, size_t(name.data() + name.size() - end)) == ".webp" && (name.size() == 6 || name.front() != '0');
    co_return co_await give(app, *opened, is_name ? number : -1);
}

}  // namespace vitrine::spins
