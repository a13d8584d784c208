#include "modules/payments/rules.h"

#include <algorithm>

#include "core/check.h"

namespace vitrine::payments::rules {
namespace {

/// Why arrived money cannot pay its order; empty when it can.
std::string surplus_reason(const Known& known, const Truth& truth) {
    if (known.order_is_paid) return "order_already_paid";
    if (!is_open(known.state)) return "payment_closed";
    if (truth.received.currency != known.amount.currency) return "currency_mismatch";
    if (truth.received != known.amount) return "amount_mismatch";
    return {};
}

/// Where a payment goes whose money is surplus: it has not paid its order.
std::optional<State> end_without_payment(const Known& known) {
    if (!is_open(known.state)) return {};
    return known.order_is_paid || known.state == State::authorized ? State::cancelled : State::failed;
}

Decision take_money(const Known& known, const Truth& truth) {
    check(!truth.received.is_negative(), "no gateway receives less than nothing");
    bool is_free = truth.received.is_zero();
    if (known.money_is_booked || (is_free && !is_open(known.state))) return {};
    Decision decision;
    decision.reason = surplus_reason(known, truth);
    if (decision.reason.empty()) {
        decision.receipt = ReceiptUse::order;
        decision.to = State::succeeded;
        decision.doubt = truth.doubt;
        return decision;
    }
    if (!is_free) decision.receipt = ReceiptUse::surplus;
    decision.to = end_without_payment(known);
    decision.announces_failure = decision.to && !known.order_is_paid;
    return decision;
}

Decision close(const Truth& truth, State end, std::string_view default_reason) {
    Decision decision;
    decision.to = end;
    decision.reason = truth.reason.empty() ? std::string(default_reason) : truth.reason;
    decision.failure = truth.failure;
    decision.announces_failure = true;
    return decision;
}

Decision wait(const Known& known, const Truth& truth, State where) {
    Decision decision;
    if (known.state != where && payment_moves.allows(known.state, where)) decision.to = where;
    if (!truth.is_general || !known.has_words) decision.failure = truth.failure;
    return decision;
}

/// The buyer's word is taken once.
Decision promise(const Known& known, const Truth& truth) {
    auto decision = wait(known, truth, State::authorized);
    decision.announces_promise = decision.to.has_value();
    return decision;
}

/// Money that was agreed to be taken on demand is announced once; what is taken at once needs no news before it is.
Decision authorize(const Known& known, const Truth& truth) {
    auto decision = wait(known, truth, State::authorized);
    decision.announces_authorization = decision.to && truth.waits_for_capture;
    if (decision.announces_authorization) decision.doubt = truth.doubt;
    return decision;
}

/// How near to money.
int nearness(Standing standing) {
    switch (standing) {
        case Standing::succeeded: return 6;
        case Standing::authorized: return 5;
        case Standing::promised: return 4;
        case Standing::processing: return 3;
        case Standing::open: return 2;
        case Standing::failed: return 1;
        case Standing::cancelled: return 0;
    }
    return 0;
}

}  // namespace

bool is_open(State state) { return state == State::created || state == State::pending || state == State::authorized; }

Decision settle(const Known& known, const Truth& truth) {
    if (truth.standing == Standing::succeeded) return take_money(known, truth);
    if (!is_open(known.state)) return {};
    switch (truth.standing) {
        case Standing::open:
        case Standing::processing: return wait(known, truth, State::pending);
        case Standing::authorized: return authorize(known, truth);
        case Standing::promised: return promise(known, truth);
        case Standing::cancelled: return close(truth, State::cancelled, "cancelled");
        case Standing::failed: return close(truth, known.state == State::authorized ? State::cancelled : State::failed, "declined");
        case Standing::succeeded: break;
    }
    check(false, "every standing is decided above");
    return {};
}

std::vector<Truth> to_settle(std::vector<Truth> truths) {
    std::vector<Truth> money;
    std::optional<std::string> words;
    for (const auto& truth : truths) {
        if (truth.standing == Standing::succeeded) money.push_back(truth);
        if (truth.failure) words = truth.failure;
    }
    if (!money.empty() || truths.empty()) return money;
    auto nearest = *std::ranges::max_element(truths, {}, [](const Truth& truth) { return nearness(truth.standing); });
    if (!nearest.failure) nearest.failure = words;
    return {std::move(nearest)};
}

std::vector<Method> route(std::vector<Candidate> candidates) {
    bool is_another_usable = std::ranges::any_of(candidates, [](const Candidate& one) { return !one.method.unavailable_reason && !one.is_away; });
    std::vector<Method> out;
    for (auto& [method, is_away] : candidates) {
        if (is_away && is_another_usable && !method.unavailable_reason) method.unavailable_reason = method.name + " has a disturbance now; please choose another way";
        out.push_back(std::move(method));
    }
    return out;
}

Arrival arrive(const Money& asked, const Money& before, const Money& received) {
    Money zero{0, asked.currency};
    auto sum = before + received;
    if (sum < asked) return {zero, received, zero, false};
    return {before, zero, sum - asked, true};
}

bool needs_two_people(const Money& before, const Money& received, const std::optional<Money>& limit) { return limit && *limit < before + received; }

std::optional<std::string_view> proof_media_type(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xff\xd8\xff"sv)) return "image/jpeg";
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return "image/png";
    if (bytes.starts_with("RIFF"sv) && bytes.size() >= 16 && bytes.substr(8, 4) == "WEBP"sv) return "image/webp";
    if (bytes.starts_with("%PDF-"sv)) return "application/pdf";
    return {};
}

Instant next_sweep(int round, Instant now, Instant pay_by) {
    constexpr Duration longest = 15min;
    auto step = std::min<Duration>(longest, Duration(1min) * (1 << std::min(round, 4)));
    auto due = now + step;
    return now < pay_by && pay_by < due ? pay_by : due;
}

Instant next_look_at_authorized(Instant now, Instant capture_by) {
    constexpr Duration settled = 1min, daily = 24h, often = 15min;
    auto lapsed = capture_by + settled;
    return now < lapsed ? std::min(now + daily, lapsed) : now + often;
}

MissingMoney missing_money(const Money& left, const std::vector<Missing>& causes) {
    MissingMoney out{{}, {0, left.currency}};
    auto rest = left;
    auto take = [&](const Money& wanted) {
        auto taken = wanted.currency == rest.currency && wanted < rest ? wanted : rest;
        rest = rest - taken;
        return taken;
    };
    for (const auto& [what, is_final] : causes) {
        bool is_known = is_final && what.amount.currency == left.currency;
        if (auto taken = is_known ? take(what.amount) : Money{0, left.currency}; !taken.is_zero()) out.gone.push_back({what.by_dispute, what.cause, taken});
    }
    for (const auto& [what, is_final] : causes)
        if (!is_final || what.amount.currency != left.currency) out.in_dispute += take(what.amount);
    return out;
}

std::vector<DisputeMovement> unbooked(const std::vector<DisputeMovement>& movements, const std::vector<std::string>& booked) {
    std::vector<DisputeMovement> out;
    std::ranges::copy_if(movements, std::back_inserter(out), [&](const DisputeMovement& one) { return std::ranges::find(booked, one.id) == booked.end(); });
    return out;
}

bool holds_goods(DisputeState state) { return state == DisputeState::needs_response || state == DisputeState::under_review || state == DisputeState::lost; }

std::optional<Instant> late_look(State state, Instant now, Instant pay_by, Duration late_money) {
    constexpr Duration settled = 1min, daily = 24h;
    if (late_money == Duration(0)) return {};
    if (now < pay_by) return pay_by + settled;
    bool is_paid = state == State::succeeded || state == State::refunded;
    auto last = pay_by + late_money;
    if (is_paid || now >= last) return {};
    return std::min(now + daily, last);
}

}  // namespace vitrine::payments::rules
