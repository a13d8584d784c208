#include "modules/payments/rules.h"

#include "core/check.h"

namespace vitrine::payments {

Duration payment_window(std::string_view method) {
    constexpr Duration at_once = 30min, by_transfer = 72h;
    return method == "bank_transfer" ? by_transfer : at_once;
}

namespace rules {
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
    decision.failure = truth.failure;
    return decision;
}

}  // namespace

bool is_open(State state) { return state == State::created || state == State::pending || state == State::authorized; }

Decision settle(const Known& known, const Truth& truth) {
    if (truth.standing == Standing::succeeded) return take_money(known, truth);
    if (!is_open(known.state)) return {};
    switch (truth.standing) {
        case Standing::open:
        case Standing::processing: return wait(known, truth, State::pending);
        case Standing::authorized: return wait(known, truth, State::authorized);
        case Standing::cancelled: return close(truth, State::cancelled, "cancelled");
        case Standing::failed: return close(truth, known.state == State::authorized ? State::cancelled : State::failed, "declined");
        case Standing::succeeded: break;
    }
    check(false, "every standing is decided above");
    return {};
}

Instant next_sweep(int round, Instant now, Instant pay_by) {
    constexpr Duration longest = 15min;
    auto step = std::min<Duration>(longest, Duration(1min) * (1 << std::min(round, 4)));
    auto due = now + step;
    return now < pay_by && pay_by < due ? pay_by : due;
}

}  // namespace rules
}  // namespace vitrine::payments
