#include "modules/fulfilment/desk.h"

#include "modules/fulfilment/rules.h"

namespace vitrine::fulfilment {
namespace {

std::unexpected<Refusal> refuse_from(State state) { return refuse(illegal_move, "the parcel is " + std::string(shape_name(state))); }

std::string_view verb_of(Ending outcome) {
    switch (outcome) {
        case Ending::delivered: return "deliver";
        case Ending::returned: return "come_back";
        case Ending::lost: return "lose";
    }
    return {};
}

bool is_web_address(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

/// Changes a locked parcel in one transaction and shows it afterwards.
template <class Change>
Task<Result<ParcelView>> with_parcel(App& app, Ctx ctx, ParcelId id, Change change) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto parcel = co_await tx.ask(sql::lock_parcel(id));
        if (!parcel) co_return refuse(parcel_not_found);
        auto changed = change(tx, *parcel);
        if (!changed) co_return refuse(std::move(changed.error()));
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await show(app, ctx, id);
}

}  // namespace

Task<Result<ParcelView>> retry(App& app, Ctx ctx, ParcelId id) {
    auto change = [](pg::Tx& tx, ParcelRow& parcel) -> Result<bool> {
        if (parcel.is_cancelling) at_once(tx, cancel_job, parcel.id);
        else if (is_still_here(parcel.state) && parcel.state != State::labelled) at_once(tx, advance_job, parcel.id);
        if (!parcel.awb.empty() && !parcel.courier.empty()) at_once(tx, track_job, parcel.id);
        move_order_now(tx, parcel.order_id);
        return true;
    };
    co_return co_await with_parcel(app, ctx, id, change);
}

Task<Result<ParcelView>> hand_over(App& app, Ctx ctx, ParcelId id, HandOver in) {
    auto url = in.tracking_url ? std::optional(in.tracking_url->str()) : std::nullopt;
    if (url && !is_web_address(*url)) co_return refuse(refusals::invalid, {}, {{"/tracking_url", "not_an_address", "an address that starts with https:// belongs here"}});
    auto change = [&](pg::Tx& tx, ParcelRow& parcel) -> Result<bool> {
        if (parcel.courier.empty() && parcel.awb == in.number.str() && parcel.state != State::planned) return true;   // said before
        if (parcel.state != State::planned || parcel.is_cancelling) return refuse_from(parcel.state);
        tx.send(sql::hand_over(id, in.carrier.str(), in.number.str(), url, tx.ctx().now));
        parcel.service = in.carrier.str();
        parcel.awb = in.number.str();
        parcel.tracking_url = url;
        move_parcel(tx, parcel, State::in_transit, tx.ctx().now);
        note_step(tx, parcel, "handed_over", "Handed to " + in.carrier.str() + ", number " + in.number.str(), State::in_transit);
        move_order_now(tx, parcel.order_id);
        return true;
    };
    co_return co_await with_parcel(app, ctx, id, change);
}

Task<Result<ParcelView>> end_by_hand(App& app, Ctx ctx, ParcelId id, EndParcel in) {
    auto change = [&](pg::Tx& tx, ParcelRow& parcel) -> Result<bool> {
        const auto* move = life.find(parcel.state, verb_of(in.outcome));
        bool is_said = (in.outcome == Ending::delivered && parcel.state == State::delivered) || (in.outcome == Ending::returned && parcel.state == State::returned) ||
                       (in.outcome == Ending::lost && parcel.state == State::lost);
        if (is_said) return true;
        if (!move || is_still_here(parcel.state)) return refuse_from(parcel.state);
        move_parcel(tx, parcel, move->to, tx.ctx().now);
        tx.send(sql::note_attention(id, {}, tx.ctx().now));
        note_step(tx, parcel, "ended_by_hand", in.note.str(), move->to);
        if (!parcel.is_return) move_order_now(tx, parcel.order_id);
        return true;
    };
    co_return co_await with_parcel(app, ctx, id, change);
}

Task<Result<ParcelView>> advise(App& app, Ctx ctx, ParcelId id, AdviseCourier in) {
    auto at = co_await handling_of(app, ctx, id);
    if (!at) co_return refuse(parcel_not_found);
    if (!at->courier || !at->courier->can().advises || at->missing) co_return refuse(courier_cannot);
    if (at->parcel.state != State::failed_attempt) co_return refuse_from(at->parcel.state);
    auto told = co_await at->courier->advise(app, ctx, *at->account, consignment_of(at->parcel), in.advice, in.remarks.str());   // no transaction is open
    if (!told) co_return refuse_fault(told.error());
    auto change = [&](pg::Tx& tx, ParcelRow& parcel) -> Result<bool> {
        note_step(tx, parcel, std::string(shape_name(in.advice)), in.remarks.str());
        tx.send(sql::note_attention(id, {}, tx.ctx().now));
        return true;
    };
    co_return co_await with_parcel(app, ctx, id, change);
}

Task<Result<shipping::Paper>> manifest(App& app, Ctx ctx, std::vector<ParcelId> ids) {
    std::vector<shipping::Consignment> parcels;
    std::optional<Handling> first;
    for (size_t i = 0; i < ids.size(); ++i) {
        auto at = co_await handling_of(app, ctx, ids[i]);
        auto pointer = "/shipments/" + std::to_string(i);
        if (!at) co_return refuse(parcel_not_found, {}, {{pointer, "unknown", "no such parcel"}});
        bool is_fit = at->courier && at->courier->can().manifests && !at->missing && !at->parcel.awb.empty();
        bool is_same = !first || at->courier == first->courier;
        if (!is_fit || !is_same) co_return refuse(courier_cannot, {}, {{pointer, "unfit", "booked parcels of one courier that makes manifests belong here"}});
        parcels.push_back(consignment_of(at->parcel));
        if (!first) first = std::move(at);
    }
    if (!first) co_return refuse(refusals::invalid, {}, {{"/shipments", "required", "name parcels"}});
    auto paper = co_await first->courier->manifest(app, ctx, *first->account, std::move(parcels));
    if (!paper) co_return refuse_fault(paper.error());
    co_return std::move(*paper);
}

Task<Result<shipping::Paper>> label_of(App& app, Ctx ctx, ParcelId id) {
    auto label = co_await app.db.read(ctx, sql::label_of(id));
    if (!label) co_return refuse(parcel_not_found);
    if (label->label) co_return shipping::Paper{{}, label->label->value, label->label_type.value_or("application/pdf")};
    if (!label->label_url) co_return refuse(no_label);
    co_return shipping::Paper{*label->label_url, {}, label->label_type.value_or("application/pdf")};
}

Task<Result<ParcelView>> settle_attention(App& app, Ctx ctx, ParcelId id) {
    auto change = [&](pg::Tx& tx, ParcelRow& parcel) -> Result<bool> {
        if (!parcel.attention) return true;
        tx.send(sql::note_attention(id, {}, tx.ctx().now));
        note_step(tx, parcel, "seen_to", *parcel.attention);
        return true;
    };
    co_return co_await with_parcel(app, ctx, id, change);
}

}  // namespace vitrine::fulfilment
