#include "modules/fulfilment/cancel.h"

#include "modules/fulfilment/rules.h"

namespace vitrine::fulfilment {
namespace {

/// Nobody but us knows of it: it was never offered to a courier, or nobody is ever asked for it.
bool is_ours_alone(const ParcelRow& parcel) { return parcel.state == State::planned && parcel.tries == 0; }

void end_cancelled(pg::Tx& tx, ParcelRow& parcel, std::string why) {
    move_parcel(tx, parcel, State::cancelled, tx.ctx().now);
    tx.send(sql::set_cancelling(parcel.id, false, tx.ctx().now));
    tx.send(sql::note_attention(parcel.id, {}, tx.ctx().now));
    note_step(tx, parcel, "cancelled", why, State::cancelled);
}

Task<shipping::CourierAnswer<void>> ask_courier_to_cancel(App& app, Ctx ctx, const Handling& at, shipping::Consignment parcel) {
    if (!at.courier) co_return shipping::CourierAnswer<void>{};
    if (at.missing) co_return shipping::courier_fault(shipping::CourierFault::Kind::refused, "not_set_up", "The setting " + *at.missing + " has no value");
    co_return co_await at.courier->cancel(app, ctx, *at.account, std::move(parcel));
}

}  // namespace

Task<Result<ParcelView>> ask_to_cancel(App& app, Ctx ctx, ParcelId id, std::string why) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto parcel = co_await tx.ask(sql::lock_parcel(id));
        if (!parcel) co_return refuse(parcel_not_found);
        if (parcel->state == State::cancelled || parcel->is_cancelling) co_return true;
        if (!life.find(parcel->state, "cancel")) co_return refuse(illegal_move, "the parcel is " + std::string(shape_name(parcel->state)));
        if (is_ours_alone(*parcel)) {
            end_cancelled(tx, *parcel, why);
            co_return true;
        }
        tx.send(sql::set_cancelling(id, true, tx.ctx().now));
        note_step(tx, *parcel, "cancelling", why);
        at_once(tx, cancel_job, id);
        co_return true;
    };
    auto asked = co_await app.db.transaction(ctx, body);
    if (!asked) co_return refuse(std::move(asked.error()));
    co_return co_await show(app, ctx, id);
}

Task<Result<ParcelView>> call_off_return(App& app, Ctx ctx, ParcelId parcel, std::string why) { return ask_to_cancel(app, std::move(ctx), parcel, std::move(why)); }

Task<Result<ParcelView>> carry_out_cancel(App& app, Ctx ctx, ParcelId id) {
    auto at = co_await handling_of(app, ctx, id);
    if (!at) co_return refuse(parcel_not_found);
    if (!at->parcel.is_cancelling) co_return co_await show(app, ctx, id);
    auto parcel = consignment_of(at->parcel);
    parcel.is_first_try = at->parcel.tries == 0;
    auto ended = co_await ask_courier_to_cancel(app, ctx, *at, std::move(parcel));   // no transaction is open
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await tx.ask(sql::lock_parcel(id));
        if (!locked || !locked->is_cancelling) co_return true;
        if (ended && life.find(locked->state, "cancel")) end_cancelled(tx, *locked, "The courier has called it off");
        else if (!ended && ended.error().kind == shipping::CourierFault::Kind::unknown) tx.send(sql::note_failure(id, ended.error().code, ended.error().words, {}, tx.ctx().now));
        else {
            tx.send(sql::set_cancelling(id, false, tx.ctx().now));
            if (!ended) tx.send(sql::note_failure(id, ended.error().code, ended.error().words, std::string("cancel_refused"), tx.ctx().now));
        }
        co_return true;
    };
    auto written = co_await app.db.transaction(ctx, body);
    if (!written) co_return refuse(std::move(written.error()));
    if (!ended) co_return refuse_fault(ended.error());
    co_return co_await show(app, ctx, id);
}

Task<void> work_cancel(App& app, const jobs::Attempt& attempt, const OneParcel& what) {
    auto ended = co_await carry_out_cancel(app, attempt.ctx, what.parcel);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto parcel = co_await tx.ask(sql::lock_parcel(what.parcel));
        attempt.finish(tx);
        bool waits = parcel && parcel->is_cancelling && !ended;
        if (!waits) co_return true;
        tx.send(sql::begin_try(what.parcel, tx.ctx().now));
        come_again(tx, cancel_job, what.parcel, tx.ctx().now + rules::retry_wait(parcel->tries + 1));
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

}  // namespace vitrine::fulfilment
