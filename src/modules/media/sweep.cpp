#include "modules/media/sweep.h"

#include <stdexcept>

#include "core/check.h"
#include "io/telemetry/metrics.h"
#include "modules/media/files.h"
#include "modules/media/rules.h"
#include "modules/media/sql.h"

namespace vitrine::media {
namespace {

constexpr std::int32_t page = 200;
constexpr Duration pending_for = std::chrono::days(2), between = std::chrono::hours(12);

Task<void> remove_all(storage::Store& store, std::vector<std::string> keys) {
    static auto counter = metrics::counter("vitrine_media_deleted_objects_total", "Files that were deleted from the store because nothing showed them");
    for (const auto& key : keys) {
        auto removed = co_await store.remove(key);
        if (!removed) throw std::runtime_error("a file cannot be deleted: " + removed.error().why);
        counter.add();
    }
}

Task<void> end_upload(App& app, Ctx ctx, storage::Store& store, UploadRow upload) {
    auto parts = co_await app.db.read(ctx, sql::all_parts(upload.id));
    std::vector<std::string> keys;
    for (const auto& part : parts) keys.push_back(rules::part_key(ctx.store, upload.id, part.at_byte, part.digest.value));
    co_await remove_all(store, std::move(keys));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::delete_upload(upload.id));  // its parts go with it
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    check(done.has_value(), "deleting an upload refuses nothing");
}

/// An upload is over from this moment: whoever still sends to it is told so, and what is deleted then is not counted on by anybody.
Task<std::vector<UploadRow>> close_overdue(App& app, Ctx ctx) {
    auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<UploadRow>>> {
        auto rows = co_await tx.ask(sql::overdue_uploads(tx.ctx().now, page));
        std::vector<UploadRow> closed;
        for (auto& row : rows) {
            auto locked = co_await tx.ask(sql::lock_upload(row.id));
            if (!locked || locked->state == UploadState::checking || locked->expires_at >= tx.ctx().now) continue;
            if (locked->state == UploadState::receiving) tx.send(sql::move_upload(row.id, UploadState::receiving, UploadState::expired, "", "", false, row.media_id));
            closed.push_back(std::move(*locked));
        }
        co_return closed;
    };
    auto closed = co_await app.db.transaction(ctx, body);
    co_return std::move(*closed);
}

Task<std::vector<std::string>> doom(App& app, Ctx ctx) {
    auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<std::string>>> {
        co_return co_await tx.ask(sql::doom_objects(tx.ctx().now - rules::retired_for, tx.ctx().now - pending_for, page));
    };
    auto doomed = co_await app.db.transaction(ctx, body);
    co_return std::move(*doomed);
}

Task<void> forget(App& app, Ctx ctx, std::vector<std::string> keys) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::forget_objects(keys));
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    check(done.has_value(), "forgetting objects refuses nothing");
}

}  // namespace

void sweep_later(pg::Tx& tx, Instant due) { jobs::later_all(tx, {{std::string(sweep_job), "media", due + std::chrono::seconds(1), to_json(SweepMedia{}), true}}); }

Task<void> sweep_media(App& app, const jobs::Attempt& attempt, const SweepMedia&) {
    auto store = store_of(app.web, app.config);
    auto overdue = co_await close_overdue(app, attempt.ctx);
    for (auto& upload : overdue) co_await end_upload(app, attempt.ctx, *store, std::move(upload));
    auto keys = co_await doom(app, attempt.ctx);
    co_await remove_all(*store, keys);
    if (!keys.empty()) co_await forget(app, attempt.ctx, keys);
    bool is_more = std::ssize(overdue) == page || std::ssize(keys) == page;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto waiting = co_await tx.ask(sql::count_waiting_objects());
        if (waiting > 0) sweep_later(tx, is_more ? tx.ctx().now : tx.ctx().now + between);
        attempt.finish(tx);
        co_return true;
    };
    auto done = co_await app.db.transaction(attempt.ctx, body);
    check(done.has_value(), "ending a sweep refuses nothing");
}

}  // namespace vitrine::media
