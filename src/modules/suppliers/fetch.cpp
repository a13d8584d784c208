// Getting a feed's file: from an address, through the guard, or from the folder where it is dropped. Whatever its size it goes through a temporary file into the parts of an upload.
#include <charconv>
#include <filesystem>
#include <fstream>

#include "io/telemetry/metrics.h"
#include "io/web/guarded.h"
#include "modules/stores/api.h"
#include "modules/suppliers/feed_parts.h"
#include "modules/suppliers/settings.h"
#include "modules/suppliers/work.h"

namespace vitrine::suppliers {
namespace {

namespace fs = std::filesystem;

constexpr int longest_fetch_ms = 15 * 60'000;
constexpr size_t largest_file_bytes = 1u << 30;
constexpr std::int64_t most_attempts = 8;
constexpr Duration first_wait = 30s, longest_wait = std::chrono::hours(1);

Duration wait_after(std::int64_t attempts, std::string_view retry_after) {
    std::int64_t seconds = 0;
    auto [end, fault] = std::from_chars(retry_after.data(), retry_after.data() + retry_after.size(), seconds);
    auto wait = std::min<Duration>(first_wait * (std::int64_t(1) << std::min<std::int64_t>(attempts, 10)), longest_wait);
    if (fault == std::errc{} && seconds > 0) wait = std::max<Duration>(wait, std::chrono::seconds(std::min<std::int64_t>(seconds, 6 * 3600)));
    return wait;
}

/// Puts the spooled file into an upload of its own.
Task<Fetched> keep(App& app, const Ctx& ctx, const imports::Spool& spool, std::string name, Pulse& pulse) {
    Fetched out{.file_name = std::move(name)};
    auto upload = co_await imports::open_upload(app, ctx, {*Text<1, 255>::parse(out.file_name)});
    if (!upload) throw std::runtime_error("an upload is refused: " + upload.error().code);
    for (std::uint64_t at = 0; at < spool.size(); at += std::uint64_t(imports::most_part_bytes)) {
        auto size = size_t(std::min<std::uint64_t>(std::uint64_t(imports::most_part_bytes), spool.size() - at));
        auto put = co_await imports::put_part(app, ctx, upload->id, ++out.parts, spool.read(at, size));
        if (!put) throw std::runtime_error("a part of an upload is refused: " + put.error().code);
        if (co_await pulse.beat({})) continue;
        out.why = "cancelled", out.detail = "Called off.";
        co_return out;
    }
    out.upload = upload->id.text();
    out.is_there = true;
    co_return out;
}

Fetched failed(std::string why, std::string detail) { return {.why = std::move(why), .detail = std::move(detail)}; }

Task<Fetched> pull(App& app, const Ctx& ctx, const FeedRowData& feed, const Source& source, std::int64_t attempts, Pulse& pulse) {
    auto secrets = secrets_of(app, feed);
    web::Request request{.method = source.method == FetchMethod::post ? "POST" : "GET", .url = source.url->str(), .timeout_ms = longest_fetch_ms, .answer_limit_bytes = largest_file_bytes};
    if (secrets.headers)
        for (const auto& [name, value] : *secrets.headers) request.headers.emplace_back(name, value);
    request.headers.emplace_back("User-Agent", "Vitrine-Feeds/1");
    if (secrets.body) request.body = secrets.body->str();
    imports::Spool spool;
    auto take = [&spool](std::string_view bytes) {
        spool.append(bytes);
        return true;
    };
    auto began = clock_now();
    auto sent = web::send_guarded_into(app.loop, std::move(request), may_reach_private(app.config, *app.stores->known(ctx.store)), "suppliers", take);
    auto answer = co_await std::move(sent);
    bool is_answered = answer.outcome == web::Outcome::answered;
    metrics::counter("vitrine_supplier_fetches_total", "Feeds fetched by how it ended", {{"how", !is_answered ? "no_answer" : answer.status < 300 ? "fetched" : answer.status == 429 ? "too_many" : "refused"}}).add();
    if (is_answered && answer.status >= 200 && answer.status < 300) {
        if (spool.size() == 0) co_return failed("file.empty", "The supplier answered with an empty file.");
        co_return co_await keep(app, ctx, spool, "pulled " + format_rfc3339(ctx.now), pulse);
    }
    if (answer.error == web::blocked_address) co_return failed("blocked_address", "The feed's address leads to a private network.");
    bool is_worth_it = !is_answered || answer.status == 408 || answer.status == 429 || answer.status >= 500;
    auto detail = is_answered ? "The supplier answered " + std::to_string(answer.status) + "." : "The supplier did not answer: " + answer.error + ".";
    if (!is_worth_it || attempts + 1 >= most_attempts) co_return failed(is_answered ? "fetch.refused" : "fetch.no_answer", detail);
    auto out = failed(is_answered && answer.status == 429 ? "fetch.too_many" : "fetch.no_answer", detail);
    out.again = ctx.now + (clock_now() - began) + wait_after(attempts, answer.header("retry-after"));
    co_return out;
}

struct Dropped {
    fs::path path;
    std::string name;
};

/// Files that are still being written have other names: .part, .tmp, or a dot before.
std::optional<Dropped> find_dropped(const fs::path& folder) {
    std::error_code ignored;
    std::optional<Dropped> newest;
    fs::file_time_type newest_at{};
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        auto name = entry.path().filename().string();
        bool is_ready = !name.starts_with('.') && !name.ends_with(".part") && !name.ends_with(".tmp") && fs::is_regular_file(entry.symlink_status(ignored));
        auto at = is_ready ? entry.last_write_time(ignored) : fs::file_time_type{};
        if (!is_ready || ignored || (newest && at <= newest_at)) continue;
        auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(at));
        newest = {entry.path(), name.substr(0, 150) + " " + format_rfc3339(Instant(seconds))};
        newest_at = at;
    }
    if (newest && !is_utf8(newest->name)) newest->name = "dropped " + newest->name.substr(newest->name.size() - 20);
    return newest;
}

fs::path folder_of(const App& app, const stores::Store& store, const FeedRowData& feed) { return fs::path(drop_folder(app.config, store)) / store.slug / feed.code; }

Task<Fetched> pick_up(App& app, const Ctx& ctx, const FeedRowData& feed, Pulse& pulse) {
    auto dropped = find_dropped(folder_of(app, *app.stores->known(ctx.store), feed));
    if (!dropped) co_return failed("drop.empty", "There is no file in the feed's folder.");
    imports::Spool spool;
    bool is_read = co_await offload_value([&] {
        std::ifstream file(dropped->path, std::ios::binary);
        std::vector<char> piece(1 << 20);
        while (file && spool.size() <= largest_file_bytes) {
            file.read(piece.data(), std::streamsize(piece.size()));
            spool.append({piece.data(), size_t(file.gcount())});
        }
        return file.eof();
    });
    if (!is_read) co_return failed("drop.unreadable", "The dropped file cannot be read, or is larger than 1 GiB.");
    if (spool.size() == 0) co_return failed("file.empty", "The dropped file is empty.");
    co_return co_await keep(app, ctx, spool, dropped->name, pulse);
}

}  // namespace

std::string newest_drop(const App& app, const stores::Store& store, const FeedRowData& feed) {
    if (drop_folder(app.config, store).empty()) return {};
    auto dropped = find_dropped(folder_of(app, store, feed));
    return dropped ? dropped->name : "";
}

Task<Fetched> fetch(App& app, const Ctx& ctx, const FeedRowData& feed, std::int64_t attempts, Pulse& pulse) {
    auto parts = parts_of(feed);
    switch (parts.source.kind) {
        case SourceKind::pull: co_return co_await pull(app, ctx, feed, parts.source, attempts, pulse);
        case SourceKind::drop: co_return co_await pick_up(app, ctx, feed, pulse);
        case SourceKind::upload: break;
    }
    co_return failed("upload.missing", "The file of this run was never uploaded.");
}

}  // namespace vitrine::suppliers
