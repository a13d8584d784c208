// When feeds are fetched by themselves.
#include "io/telemetry/log.h"
#include "modules/stores/api.h"
#include "modules/suppliers/feed_parts.h"
#include "modules/suppliers/sql.h"
#include "modules/suppliers/work.h"

namespace vitrine::suppliers {
namespace {

/// Of dropped files only new ones are taken.
Task<bool> has_news(App& app, const Ctx& ctx, const FeedRowData& feed) {
    if (parts_of(feed).source.kind != SourceKind::drop) co_return true;
    auto newest = newest_drop(app, *app.stores->known(ctx.store), feed);
    if (newest.empty() || !feed.last_run) co_return !newest.empty();
    auto last = co_await app.db.read(ctx, sql::find_run(*feed.last_run));
    co_return !last || last->file_name != newest;
}

}  // namespace

Task<void> tick_feed(App& app, const jobs::Attempt& attempt, const FeedTick& what) {
    auto ctx = attempt.ctx;
    auto feed = co_await app.db.read(ctx, sql::find_feed(what.feed));
    bool is_due = feed && feed->state == FeedState::active && feed->every_minutes && feed->next_run_at && *feed->next_run_at <= ctx.now;
    if (!is_due) co_return;   // paused, or planned anew since
    if (co_await has_news(app, ctx, *feed)) {
        auto started = co_await start_run(app, ctx, what.feed, {});
        if (!started) log::info("suppliers.tick_skipped", {{"feed", what.feed.text()}, {"code", started.error().code}});
    }
    auto next = ctx.now + std::chrono::minutes(*feed->every_minutes);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto now = co_await tx.ask(sql::lock_feed(what.feed));
        bool is_planned_anew = now->next_run_at != feed->next_run_at;
        if (!is_planned_anew) {
            tx.send(sql::set_next_run(what.feed, next));
            jobs::later(tx, std::string(tick_job), what.feed.text(), next, what);
        }
        attempt.finish(tx);
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::suppliers
