#pragma once
// What the use cases of returns share.
#include "modules/orders/returned/api.h"
#include "modules/returns/life.h"
#include "modules/returns/rows.h"
#include "modules/returns/rules.h"
#include "modules/returns/sql.h"

namespace vitrine::returns {

/// The jobs of one return: have it fetched; give what is owed for it; free what was kept in exchange.
inline constexpr std::string_view fetch_job = "returns.fetch", settle_job = "returns.settle", free_job = "returns.free";
struct OneReturn {
    ReturnId id;
};
SHAPE(OneReturn, id)

/// A return with its lines, as a use case works with it.
struct Loaded {
    ReturnRow row;
    std::vector<ReturnLine> lines;
    rules::Terms terms;
};
/// Behind the locks of its order and of the return, in this order, until the transaction ends: whoever locks levels or money does so after. Refuses returns.not_found, request.stale_version (where a version was named).
Task<Result<Loaded>> lock_return(pg::Tx& tx, ReturnId id, std::optional<std::int64_t> version);
/// The same without a lock. Refuses returns.not_found.
Task<Result<Loaded>> load_return(pg::Tx& tx, ReturnId id);

/// Where a verb leads. Refuses returns.illegal_move.
Result<State> next_state(const ReturnRow& row, std::string_view verb);
/// Queues the move of a locked return with its history, the order's story and the news. What the row says of money and decision is told with it.
void move_return(pg::Tx& tx, ReturnRow& row, State to, std::string words);
/// Queues that something happened to it without a move.
void note(pg::Tx& tx, const ReturnRow& row, std::string words);

/// A return as staff see it.
Task<ReturnView> show(pg::Tx& tx, const App& app, ReturnRow row);
Task<std::vector<ReturnView>> show_all(pg::Tx& tx, const App& app, std::vector<ReturnRow> rows, bool with_history);
/// Pure. What its holder may see of it.
ReturnView for_holder(ReturnView view);

/// Keeps goods in exchange until the terms' days are over. Refuses stock.short with a pointer a line.
Task<Result<void>> keep_goods(pg::Tx& tx, App& app, const Loaded& loaded);
/// Frees them. Repeatable.
Task<void> free_goods(pg::Tx& tx, App& app, ReturnId id);

/// Our own jobs may see every order.
inline Ctx as_staff(Ctx ctx) {
    ctx.role = Role::staff;
    return ctx;
}

}  // namespace vitrine::returns
