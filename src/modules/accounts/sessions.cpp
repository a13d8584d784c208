#include <algorithm>

#include "modules/accounts/session.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {

Task<Result<bool>> end_session(App& app, Ctx ctx, Person person, SessionId session, std::string why) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto ended = co_await tx.ask(sql::end_session(person.id, session, why));
        if (ended == 0) co_return refuse(session_unknown);
        tell_processes(app, tx);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<bool>> end_other_sessions(App& app, Ctx ctx, Person person, std::optional<SessionId> but, std::string why) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::end_sessions(person.id, but, why));
        tell_processes(app, tx);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<std::vector<SessionView>> sessions(App& app, Ctx ctx, Person person, std::optional<SessionId> current) {
    auto rows = co_await app.db.read(ctx, sql::list_sessions(person.id, ctx.now));
    std::vector<SessionView> views;
    for (auto& row : rows) views.push_back({row.id, std::move(row.agent), std::move(row.network), std::move(row.how), row.opened_at, row.seen_at, row.ends_at, row.id == current});
    co_return views;
}

Task<bool> session_stands(App& app, Ctx ctx, Person person, SessionId session) {
    auto rows = co_await app.db.read(ctx, sql::list_sessions(person.id, ctx.now));
    co_return std::ranges::any_of(rows, [&](const auto& row) { return row.id == session; });
}

}  // namespace vitrine::accounts
