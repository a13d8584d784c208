// The worker's side of an import: takes the parts into a temporary file, checks and applies it, and goes on where a worker that died stood.
#include "modules/imports/background.h"

#include "io/jobs/lease.h"
#include "io/telemetry/log.h"
#include "modules/imports/rows.h"
#include "modules/imports/spool.h"
#include "modules/imports/sql.h"
#include "modules/stores/api.h"

namespace vitrine::imports {
namespace {

constexpr Duration lease = 60s, lease_age = 15s, told_every = 500ms;

Request request_of(const BackgroundRun& run, const stores::Store& store, std::shared_ptr<const Spool> spool, Heart& heart) {
    auto options = read_json<NewUpload>(run.options.text);
    if (!options) throw std::runtime_error("the options of an import do not fit their shape");
    Request request;
    request.open = [spool = std::move(spool)] { return bytes_of(spool); };
    request.file_name = run.file_name;
    request.is_dry_run = run.is_dry_run;
    request.currency = store.currency;
    request.format = options->format;
    request.makes_categories = options->create_categories.value_or(false);
    if (options->category) request.fallback_category = options->category->str();
    request.beat = [&heart](std::int64_t rows) { return heart.beat(rows); };
    return request;
}

Task<void> work_import(App& app, const jobs::Attempt& attempt, const WorkImport& what) {
    auto run = co_await app.db.read(attempt.ctx, sql::background_run(what.run));
    if (!run || is_over(run->state) || run->state == "uploading") co_return;
    auto ctx = attempt.ctx;
    ctx.deadline = {};  // the lease is extended as long as this process lives
    ctx.actor = run->actor;
    Heart heart(app.db, ctx, what.run, &attempt);
    auto beat = [&heart] { return heart.beat(0); };
    auto spool = co_await spool_upload(app.db, ctx, what.run, beat);
    auto request = request_of(*run, *app.stores->known(ctx.store), std::move(spool), heart);
    bool has_begun = run->state == "applying" || run->state == "stopped";
    request.id = what.run;
    auto working = has_begun ? resume(app.db, ctx, what.run, request) : imports::run(app.db, ctx, request);
    auto done = co_await std::move(working);
    if (!done) log::warn("imports.ended_early", {{"import", what.run.text()}, {"code", done.error().code}, {"detail", done.error().detail}});
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto now = co_await tx.ask(sql::progress_of(what.run));
        if (now && is_over(now->state)) tx.send(sql::drop_parts(what.run));
        attempt.finish(tx);
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
}

Task<void> forget_upload(App& app, const jobs::Attempt& attempt, const ForgetUpload& what) {
    auto run = co_await app.db.read(attempt.ctx, sql::progress_of(what.run));
    if (run && run->state == "uploading") {
        auto called_off = co_await cancel(app, attempt.ctx, what.run);
        (void)called_off;  // somebody started it meanwhile: then it is not forgotten
    }
}

}  // namespace

Task<bool> Heart::beat(std::int64_t rows) {
    auto now = clock_now();
    if (rows > 0 && now - told_at_ < told_every) co_return goes_on_;  // before a transaction it is always asked
    bool extends = attempt_ && now - extended_at_ >= lease_age;
    auto body = [&](pg::Tx& tx) -> Task<Result<std::optional<bool>>> {
        if (extends) jobs::extend_lease(tx, *attempt_, lease);
        co_return co_await tx.ask(sql::note_progress(run_, rows));
    };
    auto wanted = co_await db_.transaction(ctx_, body, {.durable = false});
    told_at_ = now;
    if (extends) extended_at_ = now;
    goes_on_ = !wanted->value_or(false);
    co_return goes_on_;
}

void jobs(jobs::Registry& registry) {
    registry.timer(std::string(work_job), work_import, {.lease_ms = int(std::chrono::duration_cast<std::chrono::milliseconds>(lease).count())});
    registry.timer(std::string(forget_job), forget_upload);
}

}  // namespace vitrine::imports
