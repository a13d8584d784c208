#include "io/jobs/jobs.h"
#include "io/jobs/sql.h"
#include "io/jobs/wake.h"

namespace vitrine::jobs {

Task<std::vector<ParkedJob>> parked(pg::Db& db, Ctx ctx, int limit) { co_return co_await db.read(ctx, sql::list_parked(limit)); }

Task<std::vector<ParkedJob>> parked_of_all(pg::Db& claims, int limit) {
    Ctx ctx{.now = clock_now(), .role = Role::worker, .actor = "cli"};
    co_return co_await claims.read(ctx, sql::list_parked_of_all(limit));
}

Task<Result<void>> rerun(pg::Db& db, Ctx ctx, JobId id) {
    auto put_back = [&](pg::Tx& tx) -> Task<Result<void>> {
        auto touched = co_await tx.ask(sql::rerun_parked(id, ctx.now));
        if (touched == 0) co_return refuse(not_parked);
        announce_after_commit(tx);
        co_return Result<void>{};
    };
    co_return co_await db.transaction(ctx, put_back);
}

Task<Result<void>> discard(pg::Db& db, Ctx ctx, JobId id) {
    auto give_up = [&](pg::Tx& tx) -> Task<Result<void>> {
        auto lane = co_await tx.ask(sql::discard_parked(id));
        if (!lane) co_return refuse(not_parked);
        tx.send(sql::finish_promotes(lane->kind, lane->aggregate));
        announce_after_commit(tx);
        co_return Result<void>{};
    };
    co_return co_await db.transaction(ctx, give_up);
}

}  // namespace vitrine::jobs
