#include "modules/suppliers/items.h"

#include "modules/stores/api.h"
#include "modules/suppliers/publish.h"
#include "modules/suppliers/sql.h"

namespace vitrine::suppliers {
namespace {

Task<Result<ItemView>> view_of(App& app, const Ctx& ctx, ItemRow row) {
    auto offers = co_await app.db.read(ctx, sql::offers_of_item(row.id));
    co_return ItemView{row.id, row.version, row.identity, row.slug, row.sku, row.state, row.held_until, row.hold_reason, row.sold_to, row.product, std::move(offers)};
}

/// Moves a piece behind its lock and lets the catalog follow in the same transaction.
template <class Move>
Task<Result<bool>> move_item(App& app, const Ctx& ctx, ItemId id, Move move) {
    auto store = app.stores->known(ctx.store);
    auto writer = co_await imports::open_writer(app.db, ctx, store->currency);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto items = co_await tx.ask(sql::lock_items({id}));
        if (items.empty()) co_return refuse(item_not_found);
        if (items.front().state == ItemState::sold) co_return refuse(is_sold);
        auto moved = co_await move(tx, items.front());
        if (!moved) co_return true;
        auto now = co_await tx.ask(sql::lock_items({id}));
        co_await republish(tx, writer, store->currency, std::move(now));
        tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace

Task<Result<ItemView>> find_item(App& app, Ctx ctx, ItemId id) {
    auto row = co_await app.db.read(ctx, sql::find_item(id));
    if (!row) co_return refuse(item_not_found);
    co_return co_await view_of(app, ctx, std::move(*row));
}

Task<Result<ItemView>> item_of_product(App& app, Ctx ctx, catalog::ProductId product) {
    auto id = co_await app.db.read(ctx, sql::item_of_product(product));
    if (!id) co_return refuse(item_not_found);
    co_return co_await find_item(app, ctx, *id);
}

Task<Result<ItemView>> hold_item(App& app, Ctx ctx, ItemId id, HoldInput in) {
    if (in.until && *in.until <= ctx.now) co_return refuse(refusals::invalid, {}, {{"/until", "out_of_range", "a hold ends later than now"}});
    auto move = [&](pg::Tx& tx, const ItemRow& item) -> Task<bool> {
        auto version = co_await tx.ask(sql::hold_item(id, in.reason.str(), in.until));
        tx.send(sql::note_change("item.held", id.text(), version, RawJson{to_json(in)}));
        if (in.until) jobs::later(tx, std::string(end_hold_job), id.text(), *in.until, EndHold{id, version});
        co_return item.state == ItemState::free;
    };
    auto held = co_await move_item(app, ctx, id, move);
    if (!held) co_return refuse(std::move(held.error()));
    co_return co_await find_item(app, ctx, id);
}

Task<Result<ItemView>> release_item(App& app, Ctx ctx, ItemId id) {
    auto move = [&](pg::Tx& tx, const ItemRow& item) -> Task<bool> {
        if (item.state != ItemState::held) co_return false;
        tx.send(sql::release_item(id));
        tx.send(sql::note_change("item.released", id.text(), item.version + 1, RawJson{"{}"}));
        co_return true;
    };
    auto released = co_await move_item(app, ctx, id, move);
    if (!released) co_return refuse(std::move(released.error()));
    co_return co_await find_item(app, ctx, id);
}

Task<void> end_hold(App& app, const jobs::Attempt& attempt, const EndHold& what) {
    auto row = co_await app.db.read(attempt.ctx, sql::find_item(what.item));
    bool is_this_hold = row && row->state == ItemState::held && row->version == what.version;
    if (!is_this_hold) co_return;
    auto released = co_await release_item(app, attempt.ctx, what.item);
    if (!released && released.error().code != is_sold.code) throw std::runtime_error(released.error().code);
}

}  // namespace vitrine::suppliers
