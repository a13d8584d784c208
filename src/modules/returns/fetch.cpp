// The way of the goods back to us.
#include "modules/returns/fetch.h"

namespace vitrine::returns {
namespace {

bool is_waiting(const ReturnRow& row) { return row.state == State::approved && !row.parcel; }

Task<Result<Loaded>> look(App& app, Ctx ctx, ReturnId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<Loaded>> { co_return co_await load_return(tx, id); };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

Task<Result<fulfilment::ParcelView>> plan_parcel(App& app, Ctx ctx, const Loaded& loaded) {
    fulfilment::ReturnParcel wanted{.order = loaded.row.order_id, .lines = {}, .reason = loaded.terms.courier_words, .key = "return:" + loaded.row.id.text(), .courier = {}};
    for (const auto& line : loaded.lines) wanted.lines.push_back({line.position, {line.quantity}});
    co_return co_await fulfilment::plan_return(app, as_staff(std::move(ctx)), std::move(wanted));
}

/// Whether somebody comes for it: a parcel without a courier is one that people move.
void keep_parcel(pg::Tx& tx, const ReturnRow& row, const fulfilment::ParcelView& parcel) {
    tx.send(sql::note_parcel(row.id, parcel.id, tx.ctx().now));
    note(tx, row, parcel.courier.empty() ? "A parcel was planned that no courier is asked for" : "The courier is asked to fetch it: " + parcel.courier);
    if (parcel.courier.empty()) tx.send(sql::note_attention(row.id, std::string("nobody_fetches"), std::string("The store has no courier: have the parcel fetched by hand"), tx.ctx().now));
}

Task<Result<bool>> save_parcel(pg::Tx& tx, ReturnId id, const Result<fulfilment::ParcelView>& planned) {
    auto locked = co_await lock_return(tx, id, {});
    if (!locked || !is_waiting(locked->row)) co_return false;
    if (planned) {
        keep_parcel(tx, locked->row, *planned);
    } else {
        auto words = planned.error().title + (planned.error().detail.empty() ? "" : ": " + planned.error().detail);
        tx.send(sql::note_attention(id, std::string("not_fetched"), words, tx.ctx().now));
        note(tx, locked->row, words);
    }
    co_return true;
}

/// Called off while its parcel was planned.
Task<void> call_off_orphan(App& app, Ctx ctx, ReturnId id, const fulfilment::ParcelView& parcel) {
    auto now = co_await look(app, ctx, id);
    if (now && now->row.parcel == parcel.id) co_return;
    auto off = co_await fulfilment::call_off_return(app, as_staff(ctx), parcel.id, "the return was called off");
    (void)off;   // one that has left comes to us anyway
}

}  // namespace

Task<void> fetch(App& app, const jobs::Attempt& attempt, const OneReturn& what) {
    auto loaded = co_await look(app, attempt.ctx, what.id);
    if (!loaded || !is_waiting(loaded->row)) co_return;
    auto planned = co_await plan_parcel(app, attempt.ctx, *loaded);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        co_return co_await save_parcel(tx, what.id, planned);
    };
    auto saved = co_await app.db.transaction(attempt.ctx, body);
    bool is_late = planned && saved && !*saved;
    if (is_late) co_await call_off_orphan(app, attempt.ctx, what.id, *planned);
}

Task<Result<ReturnView>> fetch_now(App& app, Ctx ctx, ReturnId id) {
    auto loaded = co_await look(app, ctx, id);
    if (!loaded) co_return refuse(std::move(loaded.error()));
    if (loaded->row.state != State::approved) co_return refuse(illegal_move, "the return is " + std::string(shape_name(loaded->row.state)));
    if (!loaded->row.parcel) {
        auto planned = co_await plan_parcel(app, ctx, *loaded);
        if (!planned) co_return refuse(std::move(planned.error()));
        auto body = [&](pg::Tx& tx) { return save_parcel(tx, id, planned); };
        auto saved = co_await app.db.transaction(ctx, body);
        if (saved && !*saved) co_await call_off_orphan(app, ctx, id, *planned);
    }
    auto seen = [&](pg::Tx& tx) -> Task<Result<ReturnView>> {
        auto now = co_await load_return(tx, id);
        if (!now) co_return refuse(std::move(now.error()));
        co_return co_await show(tx, app, std::move(now->row));
    };
    co_return co_await app.db.transaction(ctx, seen, {.read_only = true});
}

namespace {

bool is_moving(fulfilment::State state) {
    using enum fulfilment::State;
    return state == picked_up || state == in_transit || state == out_for_delivery || state == failed_attempt;
}

/// What a person has to look at; nothing: all is well.
std::optional<std::pair<std::string, std::string>> trouble_of(fulfilment::State state) {
    using enum fulfilment::State;
    if (state == delivered) return std::pair{"arrived", "The courier has brought the parcel: receive it"};
    if (state == lost) return std::pair{"parcel_lost", "The courier has lost the parcel"};
    if (state == returned || state == returning) return std::pair{"went_back", "The parcel goes back to the customer"};
    if (state == cancelled) return std::pair{"pickup_cancelled", "The courier does not come for it"};
    return {};
}

}  // namespace

Task<void> follow_parcel(App& app, const jobs::Attempt& attempt, const fulfilment::ParcelMoved& news) {
    if (!news.is_return) co_return;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        auto id = co_await tx.ask(sql::by_parcel(news.parcel));
        if (!id) co_return false;   // staff had something fetched without a return
        auto loaded = co_await lock_return(tx, *id, {});
        auto& row = loaded->row;
        bool is_open = row.state == State::approved || row.state == State::in_transit;
        if (!is_open) co_return false;
        bool has_left = is_moving(news.to) || news.to == fulfilment::State::delivered;
        if (has_left && row.state == State::approved) move_return(tx, row, State::in_transit, "The courier has it: " + news.carrier + " " + news.number);
        if (auto trouble = trouble_of(news.to)) {
            tx.send(sql::note_attention(*id, trouble->first, trouble->second, tx.ctx().now));
            note(tx, row, trouble->second);
        }
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<Result<ReturnView>> call_off(App& app, Ctx ctx, OrderId order, std::string token, ReturnId id) {
    auto seen = co_await orders::view(app, ctx, order, std::move(token));
    if (!seen) co_return refuse(std::move(seen.error()));
    std::optional<fulfilment::ParcelId> parcel;
    auto body = [&](pg::Tx& tx) -> Task<Result<ReturnView>> {
        auto loaded = co_await lock_return(tx, id, {});
        if (!loaded) co_return refuse(std::move(loaded.error()));
        auto& row = loaded->row;
        if (row.order_id != order) co_return refuse(not_found);
        parcel = row.parcel;
        if (row.state == State::cancelled) co_return co_await show(tx, app, row);
        auto to = next_state(row, "cancel");
        if (!to) co_return refuse(std::move(to.error()));
        move_return(tx, row, *to, {});
        co_await free_goods(tx, app, id);
        co_return co_await show(tx, app, row);
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    if (parcel) {
        auto off = co_await fulfilment::call_off_return(app, as_staff(ctx), *parcel, "the customer keeps the goods");
        (void)off;   // one that has left comes to us anyway, and staff sees it among the parcels
    }
    if (ctx.role == Role::staff) co_return done;
    co_return for_holder(std::move(*done));
}

}  // namespace vitrine::returns
