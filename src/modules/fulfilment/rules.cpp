#include "modules/fulfilment/rules.h"

#include <algorithm>

#include "io/crypto/digest.h"

namespace vitrine::fulfilment::rules {
namespace {

using shipping::Standing;

/// Why a person should look at what a courier said; empty: all is well.
std::string_view attention_for(Standing standing) {
    switch (standing) {
        case Standing::unknown: return "unknown_status";
        case Standing::conflict: return "unclear_status";
        case Standing::pickup_problem: return "pickup_problem";
        case Standing::delivery_failed: return "delivery_failed";
        case Standing::partly_delivered: return "partly_delivered";
        case Standing::rto: return "coming_back";
        case Standing::rto_delivered: return "came_back";
        case Standing::lost: return "lost";
        case Standing::damaged: return "damaged";
        case Standing::cancelled: return "cancelled_by_courier";
        default: return {};
    }
}

/// Where a parcel is past having left, or past being packed.
bool has_left(State state) { return state != State::planned && state != State::booking && state != State::booked && state != State::labelled && state != State::cancelled; }
bool has_label(State state) { return has_left(state) || state == State::labelled; }

/// "delivered" of a parcel that is on its way back says nothing that can be acted on: to whom?
bool contradicts(State state, Standing standing) {
    bool is_end = standing == Standing::delivered || standing == Standing::rto_delivered || standing == Standing::lost;
    bool agrees = (state == State::delivered && standing == Standing::delivered) || (state == State::returned && standing == Standing::rto_delivered) || (state == State::lost && standing == Standing::lost);
    return is_end && !agrees;
}

}  // namespace

Step next_step(const ParcelRow& parcel, const shipping::CourierCapabilities& can) {
    if (parcel.is_cancelling) return Step::none;
    if (parcel.state == State::planned) return Step::book;
    if (parcel.state == State::booking) return parcel.booking.empty() ? Step::book : Step::assign;
    if (parcel.state != State::booked) return Step::none;
    if (can.pickups && !parcel.pickup_token) return Step::pickup;
    return can.makes_labels ? Step::label : Step::none;
}

Duration retry_wait(std::int64_t tries) {
    auto doublings = std::clamp<std::int64_t>(tries - 1, 0, 9);
    return std::min<Duration>(Duration(5s) * (std::int64_t(1) << doublings), 30min);
}

std::string_view verb_for(Standing standing) {
    switch (standing) {
        case Standing::picked_up: return "collect";
        case Standing::in_transit: return "travel";
        case Standing::out_for_delivery: return "approach";
        case Standing::delivery_failed: return "fail";
        case Standing::delivered: return "deliver";
        case Standing::rto: return "turn_back";
        case Standing::rto_delivered: return "come_back";
        case Standing::lost: return "lose";
        case Standing::cancelled: return "cancel";
        case Standing::unknown:
        case Standing::pending:
        case Standing::warehouse:
        case Standing::hyperlocal:
        case Standing::conflict:
        case Standing::awb_assigned:
        case Standing::pickup_scheduled:
        case Standing::pickup_problem:
        case Standing::manifested:
        case Standing::partly_delivered:
        case Standing::damaged:
        case Standing::cancelling: return {};
    }
    return {};
}

Heard hear(State state, Instant since, std::span<const shipping::Scan> fresh) {
    std::vector<size_t> by_time(fresh.size());
    for (size_t i = 0; i < by_time.size(); ++i) by_time[i] = i;
    std::ranges::sort(by_time, {}, [&](size_t i) { return std::pair(fresh[i].at, i); });
    Heard out{state, since, {}, {}};
    for (auto i : by_time) {
        const auto& scan = fresh[i];
        bool is_late = !is_still_here(out.state) && scan.at < out.since;   // what we did ourselves has our clock's time
        const auto* move = life.find(out.state, verb_for(scan.standing));
        if (move && (!is_late || life.is_final(move->to))) {
            out.state = move->to;
            out.since = std::max(out.since, scan.at);
            out.moves.emplace_back(i, move->to);
            out.attention.reset();   // what was odd before is answered
        } else if (life.is_final(out.state) || out.state == State::returning) {
            if (contradicts(out.state, scan.standing)) out.attention = "contradicts";
            continue;
        } else if (is_late) continue;
        if (auto why = attention_for(scan.standing); !why.empty()) out.attention = std::string(why);
    }
    return out;
}

std::optional<Duration> next_look(State state, Instant since, Instant now) {
    if (state == State::planned || state == State::booking || life.is_final(state)) return {};
    if (now - since > 24h * 30) return 24h;
    switch (state) {
        case State::out_for_delivery: return 30min;
        case State::booked:
        case State::labelled:
        case State::failed_attempt: return 1h;
        case State::returning: return 6h;
        default: return 2h;
    }
}

std::string_view order_verb(orders::State order, bool is_all_in_parcels, std::span<const State> parcels) {
    if (parcels.empty()) return {};
    auto any = [&](auto test) { return std::ranges::any_of(parcels, test); };
    auto all = [&](auto test) { return is_all_in_parcels && std::ranges::all_of(parcels, test); };
    switch (order) {
        case orders::State::paid: return any([](State state) { return has_left(state) || state == State::booked || state == State::labelled; }) ? "process" : "";
        case orders::State::processing: return all(has_label) ? "pack" : "";
        case orders::State::packed: return all(has_left) ? "ship" : "";
        case orders::State::shipped: return all([](State state) { return state == State::delivered; }) ? "deliver" : "";
        default: return {};
    }
}

std::optional<orders::Happening> told(const ParcelRow& parcel, State from, State to) {
    auto name = (parcel.is_return ? "Return parcel " : "Parcel ") + std::to_string(parcel.position);
    auto say = [&](const std::string& words, bool is_visible) { return std::optional(orders::Happening{"parcel", name + words, is_visible}); };
    switch (to) {
        case State::picked_up:
        case State::in_transit:
        case State::out_for_delivery: {
            if (has_left(from)) return {};
            auto carrier = parcel.service.empty() ? std::string(" has left") : " was handed to " + parcel.service;
            return say(carrier + (parcel.awb.empty() ? "" : ", " + parcel.awb), true);
        }
        case State::failed_attempt: return say(" could not be delivered", true);
        case State::delivered: return say(parcel.is_return ? " has arrived here" : " was delivered", true);
        case State::returning: return say(" is on its way back", true);
        case State::returned: return say(" came back", true);
        case State::lost: return say(" is lost", false);
        case State::cancelled: return say(" was called off", false);
        case State::planned:
        case State::booking:
        case State::booked:
        case State::labelled: return {};
    }
    return {};
}

bool may_go_out(orders::State order) { return order == orders::State::paid || order == orders::State::processing || order == orders::State::packed; }

std::string reference_of(const std::string& order_number, std::int64_t position, ParcelId parcel) {
    std::string digits;
    std::ranges::copy_if(order_number, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    auto hash = crypto::sha256(parcel.text());
    auto tail = (std::uint32_t(hash[0]) << 24 | std::uint32_t(hash[1]) << 16 | std::uint32_t(hash[2]) << 8 | hash[3]) % 1'000'000;
    auto six = std::to_string(1'000'000 + tail).substr(1);
    return (digits.empty() ? "0" : digits) + "-" + std::to_string(position) + "-" + six;
}

std::string key_of(const shipping::Scan& scan) {
    auto text = format_rfc3339(scan.at) + "\n" + scan.code + "\n" + shipping::normalised_words(scan.words) + "\n" + shipping::normalised_words(scan.place);
    return crypto::hex(crypto::sha256(text)).substr(0, 32);
}

}  // namespace vitrine::fulfilment::rules
