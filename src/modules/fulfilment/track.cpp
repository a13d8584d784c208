// Where parcels are: asked for by a timer and whenever a courier's message says that something happened. What is heard is kept once; it moves a parcel forward only.
#include <map>
#include <set>

#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "modules/fulfilment/rules.h"
#include "modules/fulfilment/steps.h"

namespace vitrine::fulfilment {
namespace {

void count_unknown(const ParcelRow& parcel, const shipping::Scan& scan) {
    if (scan.standing != shipping::Standing::unknown) return;
    auto counter = metrics::counter("vitrine_courier_unknown_statuses_total", "Words of couriers that stand in no table and fit no pattern", {{"courier", parcel.courier}});
    counter.add();
    log::warn("fulfilment.unknown_status", {{"courier", parcel.courier}, {"code", scan.code}, {"words", scan.words}});
}

/// The scans by key: of two tellings of one scan the first.
std::map<std::string, shipping::Scan> by_key(const std::vector<shipping::Scan>& scans) {
    std::map<std::string, shipping::Scan> out;
    for (const auto& scan : scans) out.emplace(rules::key_of(scan), scan);
    return out;
}

Task<std::vector<std::string>> keep_events(pg::Tx& tx, ParcelId id, const std::map<std::string, shipping::Scan>& scans) {
    std::vector<std::string> keys, codes, words, places;
    std::vector<Instant> times;
    std::vector<std::optional<std::string>> standings;
    for (const auto& [key, scan] : scans) {
        keys.push_back(key), times.push_back(scan.at), codes.push_back(scan.code), words.push_back(scan.words), places.push_back(scan.place);
        standings.emplace_back(shape_name(scan.standing));
    }
    co_return co_await tx.ask(sql::add_events(id, keys, times, "courier", codes, words, places, standings, tx.ctx().now));
}

void write_moves(pg::Tx& tx, ParcelRow& parcel, const rules::Heard& heard, const std::vector<shipping::Scan>& scans, const std::vector<std::string>& keys) {
    std::vector<std::string> moved_keys, states;
    for (const auto& [scan, to] : heard.moves) {
        move_parcel(tx, parcel, to, std::max(parcel.since, scans[scan].at));
        moved_keys.push_back(keys[scan]);
        states.emplace_back(shape_name(to));
    }
    tx.send(sql::mark_events(parcel.id, moved_keys, states));
    if (parcel.is_cancelling && parcel.state == State::cancelled) tx.send(sql::set_cancelling(parcel.id, false, tx.ctx().now));
    if (!parcel.is_return) move_order_now(tx, parcel.order_id);
}

}  // namespace

Task<Result<ParcelRow>> take_in(App& app, Ctx ctx, ParcelId id, const shipping::Tracked& tracked) {
    auto known = by_key(tracked.scans);
    auto body = [&](pg::Tx& tx) -> Task<Result<ParcelRow>> {
        auto parcel = co_await tx.ask(sql::lock_parcel(id));
        if (!parcel) co_return refuse(parcel_not_found);
        auto fresh_keys = known.empty() ? std::vector<std::string>{} : co_await keep_events(tx, id, known);
        std::set<std::string> unheard(fresh_keys.begin(), fresh_keys.end());
        std::vector<shipping::Scan> fresh;
        fresh_keys.clear();
        for (const auto& scan : tracked.scans) {   // in the order they were told: several may have happened in one second
            auto key = rules::key_of(scan);
            if (!unheard.erase(key)) continue;
            count_unknown(*parcel, scan);
            fresh.push_back(scan);
            fresh_keys.push_back(std::move(key));
        }
        auto was_cancelling = parcel->is_cancelling;
        auto heard = rules::hear(parcel->state, parcel->since, fresh);
        if (was_cancelling && heard.attention == "cancelled_by_courier") heard.attention.reset();
        bool sets_attention = heard.attention.has_value() || !heard.moves.empty();
        if (tracked.url) parcel->tracking_url = tracked.url;
        if (tracked.expected_at) parcel->expected_at = tracked.expected_at;
        auto status = tracked.scans.empty() ? std::string() : tracked.scans.back().words;
        tx.send(sql::note_heard(id, status, tracked.url, tracked.expected_at, sets_attention, heard.attention, tx.ctx().now));
        if (!heard.moves.empty()) write_moves(tx, *parcel, heard, fresh, fresh_keys);
        co_return std::move(*parcel);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<ParcelView>> look(App& app, Ctx ctx, ParcelId id) {
    auto at = co_await handling_of(app, ctx, id);
    if (!at) co_return refuse(parcel_not_found);
    if (!at->courier || at->parcel.awb.empty()) co_return refuse(courier_cannot, "this parcel is not in the hands of a courier that can be asked");
    if (at->missing) co_return refuse(courier_cannot, "the setting " + *at->missing + " has no value");
    auto tracked = co_await at->courier->track(app, ctx, *at->account, at->parcel.awb);   // no transaction is open
    if (!tracked && tracked.error().kind == shipping::CourierFault::Kind::not_found) co_return co_await show(app, ctx, id);
    if (!tracked) co_return refuse_fault(tracked.error());
    auto taken = co_await take_in(app, ctx, id, *tracked);
    if (!taken) co_return refuse(std::move(taken.error()));
    co_return co_await show(app, ctx, id);
}

Task<void> track(App& app, const jobs::Attempt& attempt, const OneParcel& what) {
    auto ctx = attempt.ctx;
    auto seen = co_await look(app, ctx, what.parcel);   // whatever came of it: the next look is as far away as the state says
    if (!seen) log::info("fulfilment.not_tracked", {{"parcel", what.parcel.text()}, {"code", seen.error().code}});
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto parcel = co_await tx.ask(sql::lock_parcel(what.parcel));
        attempt.finish(tx);
        auto wait = parcel && !parcel->courier.empty() ? rules::next_look(parcel->state, parcel->since, tx.ctx().now) : std::nullopt;
        if (wait) come_again(tx, track_job, what.parcel, tx.ctx().now + *wait);
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::fulfilment
