// The way of a parcel into its courier's hands, one call a step: commit, call, commit. Whoever dies in between leaves a row that says how far it came.
#include "io/telemetry/log.h"
#include "modules/fulfilment/rules.h"
#include "modules/fulfilment/steps.h"

namespace vitrine::fulfilment {
namespace {

using rules::Step;
using shipping::CourierFault;

/// What a step came to: what to write when it worked.
struct Learned {
    std::optional<shipping::Booked> booked;
    std::optional<shipping::PickupPromise> pickup;
    std::optional<shipping::Paper> label;
};

Task<shipping::CourierAnswer<Learned>> call(App& app, Ctx ctx, const Handling& at, Step step) {
    auto parcel = consignment_of(at.parcel);
    const auto& courier = *at.courier;
    Learned out;
    if (step == Step::book || step == Step::assign) {
        auto booked = step == Step::book ? co_await courier.book(app, ctx, *at.account, parcel) : co_await courier.assign(app, ctx, *at.account, parcel);
        if (!booked) co_return std::unexpected(std::move(booked.error()));
        out.booked = std::move(*booked);
    } else if (step == Step::pickup) {
        auto promised = co_await courier.pickup(app, ctx, *at.account, parcel);
        if (!promised) co_return std::unexpected(std::move(promised.error()));
        out.pickup = std::move(*promised);
    } else {
        auto label = co_await courier.label(app, ctx, *at.account, parcel);
        if (!label) co_return std::unexpected(std::move(label.error()));
        out.label = std::move(*label);
    }
    co_return out;
}

void labelled(pg::Tx& tx, ParcelRow& parcel) {
    move_parcel(tx, parcel, State::labelled, tx.ctx().now);
    note_step(tx, parcel, "labelled", "The label is ready", State::labelled);
}

void write_booked(pg::Tx& tx, ParcelRow& parcel, const shipping::Booked& booked) {
    tx.send(sql::end_step(parcel.id, booked.booking, booked.shipment, booked.awb, booked.service, booked.label_url, tx.ctx().now));
    if (booked.note) note_step(tx, parcel, "note", *booked.note);
    if (booked.awb.empty()) return;
    parcel.awb = booked.awb;
    parcel.service = booked.service;
    if (parcel.state == State::booking) {
        move_parcel(tx, parcel, State::booked, tx.ctx().now);
        note_step(tx, parcel, "booked", "Booked under " + booked.awb, State::booked);
        if (booked.label_url) labelled(tx, parcel);   // it came along
        move_order_now(tx, parcel.order_id);
    }
    come_again(tx, track_job, parcel.id, tx.ctx().now + 30min);
}

void write(pg::Tx& tx, ParcelRow& parcel, const Learned& learned) {
    auto now = tx.ctx().now;
    if (learned.booked) return write_booked(tx, parcel, *learned.booked);
    if (learned.pickup) {
        tx.send(sql::note_pickup(parcel.id, learned.pickup->token, learned.pickup->at, now));
        return note_step(tx, parcel, "pickup", "The courier was asked to come");
    }
    const auto& label = *learned.label;
    auto text = [](const std::string& value) { return value.empty() ? std::nullopt : std::optional(value); };
    tx.send(sql::keep_label(parcel.id, text(label.url), label.bytes.empty() ? std::nullopt : std::optional(pg::Bytes{label.bytes}), text(label.media_type), now));
    if (parcel.state != State::booked) return;
    labelled(tx, parcel);
    move_order_now(tx, parcel.order_id);
}

/// A clear no: a parcel of which nothing is booked goes back to planned, and a person looks.
void refused(pg::Tx& tx, ParcelRow& parcel, const CourierFault& fault) {
    tx.send(sql::note_failure(parcel.id, fault.code, fault.words, std::string("courier_refused"), tx.ctx().now));
    bool goes_back = parcel.state == State::booking && parcel.booking.empty();
    if (goes_back) move_parcel(tx, parcel, State::planned, tx.ctx().now);
    note_step(tx, parcel, "refused", fault.words.empty() ? fault.code : fault.words, goes_back ? std::optional(State::planned) : std::nullopt);
}

/// Whether an amount would be told to a courier as if it were of its own currency.
bool is_foreign(const Handling& at) {
    auto parcel = consignment_of(at.parcel);
    auto own = at.courier->declaration().currency;
    bool tells_value = at.courier->can().declares_value;
    return (parcel.collect.minor != 0 && parcel.collect.currency != own) || (tells_value && parcel.goods.currency != own);
}

/// Before anything is asked: what cannot be asked at all.
std::optional<CourierFault> unaskable(const Handling& at, Step step) {
    if (at.missing) return CourierFault{CourierFault::Kind::refused, "not_set_up", "The setting " + *at.missing + " has no value"};
    bool is_odd = step == Step::book && at.courier->can().whole_cash && at.parcel.collect % 100 != 0;
    if (is_odd) return CourierFault{CourierFault::Kind::refused, "collect_not_whole", "This courier collects whole amounts only"};
    if (step == Step::book && is_foreign(at)) return CourierFault{CourierFault::Kind::refused, "other_currency", "This courier reckons in " + std::string(at.courier->declaration().currency.code())};
    if (step == Step::book && at.parcel.is_return && !at.courier->can().returns) return CourierFault{CourierFault::Kind::refused, "no_returns", "This courier fetches nothing from customers"};
    return {};
}

/// What is locked is what was read, and the step is still to be done.
bool is_same(const std::optional<ParcelRow>& locked, const ParcelRow& read) {
    return locked && locked->state == read.state && !locked->is_cancelling && locked->booking == read.booking && locked->courier == read.courier;
}

Task<bool> begin(App& app, Ctx ctx, const Handling& at, Step step) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await tx.ask(sql::lock_parcel(at.parcel.id));
        if (!is_same(locked, at.parcel)) co_return false;
        tx.send(sql::begin_try(at.parcel.id, tx.ctx().now));
        if (step == Step::book && locked->state == State::planned) move_parcel(tx, *locked, State::booking, tx.ctx().now);
        co_return true;
    };
    auto begun = co_await app.db.transaction(ctx, body);   // what was read keeps its count of tries: it says whether this is the first one
    co_return begun && *begun;
}

/// No answer: the parcel is asked about again, unless a booking may have been made that nobody can look up. Then a person looks before there is another.
void wait_for_answer(pg::Tx& tx, const Handling& at, const ParcelRow& locked, Step step, const CourierFault& fault) {
    auto now = tx.ctx().now;
    bool is_unclear = step == Step::book && !at.courier->can().finds_again && fault.may_have_happened;
    tx.send(sql::note_failure(locked.id, fault.code, fault.words, is_unclear ? std::optional(std::string(booking_unclear)) : std::nullopt, now));
    if (locked.state == State::cancelled) {   // called off meanwhile: a booking that was made must be known to be cancelled
        tx.send(sql::set_cancelling(locked.id, true, now));
        return come_again(tx, cancel_job, locked.id, now + Duration(2min));
    }
    if (!is_unclear) come_again(tx, advance_job, locked.id, now + rules::retry_wait(locked.tries));
}

Task<void> end(App& app, const jobs::Attempt& attempt, const Handling& at, Step step, shipping::CourierAnswer<Learned> learned) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await tx.ask(sql::lock_parcel(at.parcel.id));
        attempt.finish(tx);
        if (!locked) co_return false;
        auto now = tx.ctx().now;
        if (learned && learned->booked && locked->state == State::cancelled) {   // called off while the courier was booking it
            tx.send(sql::end_step(locked->id, learned->booked->booking, learned->booked->shipment, learned->booked->awb, learned->booked->service, {}, now));
            tx.send(sql::set_cancelling(locked->id, true, now));
            at_once(tx, cancel_job, locked->id);
        } else if (learned) {
            write(tx, *locked, *learned);   // also while it is being called off: what was booked must be known to be cancelled
            at_once(tx, locked->is_cancelling ? cancel_job : advance_job, locked->id);
        } else if (learned.error().kind == CourierFault::Kind::unknown) {
            wait_for_answer(tx, at, *locked, step, learned.error());
        } else {
            refused(tx, *locked, learned.error());
        }
        co_return true;
    };
    auto written = co_await app.db.transaction(attempt.ctx, body);
    (void)written;
}

}  // namespace

Task<void> advance(App& app, const jobs::Attempt& attempt, const OneParcel& what) {
    auto ctx = attempt.ctx;
    auto at = co_await handling_of(app, ctx, what.parcel);
    if (!at || !at->courier) co_return;
    auto step = rules::next_step(at->parcel, at->courier->can());
    if (step == Step::none) co_return;
    auto order = co_await orders::view(app, as_staff(ctx), at->parcel.order_id, {});
    bool may = order && (at->parcel.is_return || rules::may_go_out(order->state));
    if (!may) co_return;   // the order's next state starts it again
    if (auto fault = unaskable(*at, step)) co_return co_await end(app, attempt, *at, step, std::unexpected(std::move(*fault)));
    if (!co_await begin(app, ctx, *at, step)) co_return;
    auto learned = co_await call(app, ctx, *at, step);   // no transaction is open
    if (!learned) log::warn("fulfilment.step_failed", {{"parcel", what.parcel.text()}, {"courier", at->parcel.courier}, {"code", learned.error().code}});
    co_await end(app, attempt, *at, step, std::move(learned));
}

}  // namespace vitrine::fulfilment
