#include "modules/returns/list.h"

namespace vitrine::returns {

Task<Result<ReturnPage>> list_returns(App& app, Ctx ctx, ReturnFilter filter) {
    auto limit = size_t(filter.limit.value_or(Whole<1, 200>{50}));
    auto body = [&](pg::Tx& tx) -> Task<Result<ReturnPage>> {
        auto most = std::int64_t(limit) + 1;
        auto wanted = filter.waits.value_or(false) ? sql::list_waiting(filter.state, filter.order, filter.cursor, most) : sql::list_returns(filter.state, filter.order, filter.cursor, most);
        auto rows = co_await tx.ask(std::move(wanted));
        ReturnPage page;
        if (rows.size() > limit) {
            rows.pop_back();
            page.next_cursor = rows.back().id;
        }
        page.items = co_await show_all(tx, app, std::move(rows), false);
        co_return page;
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

Task<Result<ReturnView>> find_return(App& app, Ctx ctx, ReturnId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<ReturnView>> {
        auto loaded = co_await load_return(tx, id);
        if (!loaded) co_return refuse(std::move(loaded.error()));
        co_return co_await show(tx, app, std::move(loaded->row));
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

}  // namespace vitrine::returns
