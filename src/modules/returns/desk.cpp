#include "modules/returns/desk.h"

#include <algorithm>

#include "core/check.h"
#include "modules/stock/api.h"

namespace vitrine::returns {
namespace {

/// A locked return and where the verb takes it.
struct Step {
    Loaded loaded;
    State to = State::asked;
};
Task<Result<Step>> step(pg::Tx& tx, AtVersion what, std::string_view verb) {
    auto loaded = co_await lock_return(tx, what.id, what.version);
    if (!loaded) co_return refuse(std::move(loaded.error()));
    auto to = next_state(loaded->row, verb);
    if (!to) co_return refuse(std::move(to.error()));
    co_return Step{std::move(*loaded), *to};
}

void decide(pg::Tx& tx, Step& what, const std::string& words) {
    what.loaded.row.decision = words;
    tx.send(sql::note_decision(what.loaded.row.id, words));
    move_return(tx, what.loaded.row, what.to, words);
}

Task<Result<ReturnView>> shown(pg::Tx& tx, App& app, Step& what) { co_return co_await show(tx, app, what.loaded.row); }

/// Sellable pieces lie again where they came from.
Task<void> restock(pg::Tx& tx, App& app, const Loaded& loaded, const std::vector<rules::Inspected>& found) {
    std::vector<orders::LineUnits> sellable;
    for (const auto& one : found)
        if (one.sellable > 0) sellable.push_back({one.position, one.sellable});
    if (sellable.empty()) co_return;
    auto order = co_await orders::view_in(tx, loaded.row.order_id);
    check(order.has_value(), "orders are never deleted");
    auto goods = co_await orders::shelf_goods(tx, *order, sellable);
    auto touched = co_await stock::take_back(tx, loaded.row.order_id.text(), std::move(goods), "returned");
    catalog::note_variant_changes(tx, touched);
    tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
}

void save_found(pg::Tx& tx, ReturnId id, const std::vector<rules::Inspected>& found) {
    std::vector<std::int64_t> positions, sellable, damaged, refused;
    std::vector<std::string> notes;
    for (const auto& one : found) {
        positions.push_back(one.position);
        sellable.push_back(one.sellable);
        damaged.push_back(one.damaged);
        refused.push_back(one.refused);
        notes.push_back(one.note ? one.note->str() : "");
    }
    tx.send(sql::inspect_lines(id, positions, sellable, damaged, refused, notes));
}

std::string words_of(const std::vector<rules::Inspected>& found) {
    std::int64_t sellable = 0, damaged = 0, refused = 0;
    for (const auto& one : found) sellable += one.sellable, damaged += one.damaged, refused += one.refused;
    return std::to_string(sellable) + " back on the shelf, " + std::to_string(damaged) + " written off, " + std::to_string(refused) + " not accepted";
}

}  // namespace

Task<Result<ReturnView>> approve_in(pg::Tx& tx, App& app, AtVersion what, std::string words) {
    auto next = co_await step(tx, what, "approve");
    if (!next) co_return refuse(std::move(next.error()));
    auto kept = co_await keep_goods(tx, app, next->loaded);
    if (!kept) co_return refuse(std::move(kept.error()));
    decide(tx, *next, words);
    if (next->loaded.row.is_fetched) jobs::later(tx, std::string(fetch_job), what.id.text(), tx.ctx().now, OneReturn{what.id});
    co_return co_await shown(tx, app, *next);
}

Task<Result<ReturnView>> reject_in(pg::Tx& tx, App& app, AtVersion what, std::string words) {
    auto next = co_await step(tx, what, "reject");
    if (!next) co_return refuse(std::move(next.error()));
    decide(tx, *next, words);
    co_return co_await shown(tx, app, *next);
}

Task<Result<ReturnView>> receive_in(pg::Tx& tx, App& app, AtVersion what, std::string words) {
    auto next = co_await step(tx, what, "receive");
    if (!next) co_return refuse(std::move(next.error()));
    move_return(tx, next->loaded.row, next->to, std::move(words));
    co_return co_await shown(tx, app, *next);
}

Task<Result<ReturnView>> inspect_in(pg::Tx& tx, App& app, AtVersion what, std::vector<rules::Inspected> found) {
    auto next = co_await step(tx, what, "inspect");
    if (!next) co_return refuse(std::move(next.error()));
    if (auto faults = rules::faults_of(next->loaded.lines, found); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    save_found(tx, what.id, found);
    co_await restock(tx, app, next->loaded, found);
    move_return(tx, next->loaded.row, next->to, words_of(found));
    if (next->loaded.terms.settles_by_itself) jobs::later(tx, std::string(settle_job), what.id.text(), tx.ctx().now, OneReturn{what.id});
    co_return co_await shown(tx, app, *next);
}

Task<Result<ReturnView>> close_in(pg::Tx& tx, App& app, AtVersion what, std::string words) {
    auto loaded = co_await lock_return(tx, what.id, what.version);
    if (!loaded) co_return refuse(std::move(loaded.error()));
    if (loaded->row.refund) co_return refuse(illegal_move, "money has gone back for it already");
    auto to = next_state(loaded->row, loaded->row.state == State::in_transit ? "lose" : "close");
    if (!to) co_return refuse(std::move(to.error()));
    Step next{std::move(*loaded), *to};
    decide(tx, next, words);
    co_await free_goods(tx, app, what.id);
    co_return co_await shown(tx, app, next);
}

Task<Result<ReturnView>> settle_attention_in(pg::Tx& tx, App& app, ReturnId id) {
    auto loaded = co_await lock_return(tx, id, {});
    if (!loaded) co_return refuse(std::move(loaded.error()));
    if (loaded->row.attention) {
        tx.send(sql::note_attention(id, {}, {}, tx.ctx().now));
        note(tx, loaded->row, "Seen to: " + *loaded->row.attention);
    }
    co_return co_await show(tx, app, loaded->row);
}

Task<void> free_in_time(App& app, const jobs::Attempt& attempt, const OneReturn& what) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        auto loaded = co_await lock_return(tx, what.id, {});
        if (!loaded || life.is_final(loaded->row.state)) co_return false;
        co_await free_goods(tx, app, what.id);
        tx.send(sql::note_attention(what.id, std::string("exchange_not_kept"), std::string("What was wanted in exchange is not kept any more: its days are over"), tx.ctx().now));
        note(tx, loaded->row, "What was kept in exchange is free again");
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

}  // namespace vitrine::returns
