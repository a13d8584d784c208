#pragma once
// What people and machines watch and mend: stuck payments, what waits, kept messages once more. For this module's routes and the command line.
#include "modules/payments/api.h"

namespace vitrine::payments {

/// A payment whose end should be known by now: never opened at its gateway for 5 minutes, authorised and not captured for 15, or 15 minutes past its window.
struct StuckPayment {
    PaymentView payment;
    std::string order_number;
    Instant pay_by{};
    std::string why;                ///< "never_started", "not_captured", "not_closed"
};
SHAPE(StuckPayment, payment, order_number, pay_by, why)
/// The store's stuck payments, newest first, from behind `before` on; at most `most`.
Task<std::vector<StuckPayment>> stuck(App& app, Ctx ctx, std::optional<PaymentId> before, std::int64_t most);

/// What a reverification came to.
struct Reverified {
    PaymentId payment;
    std::optional<State> before, after;   ///< absent: no such payment
    std::optional<std::string> refusal;   ///< the code of what kept it from being settled
};
SHAPE(Reverified, payment, before, after, refusal)
/// Does for each payment at once what the sweeper does in time: starts what was never started, asks the gateway, settles by its truth, closes what is past its
/// window. One after the other, whatever became of the one before. Repeatable. Talks to the outside.
Task<std::vector<Reverified>> reverify(App& app, Ctx ctx, std::vector<PaymentId> payments);

/// What waits for somebody at one gateway of a store.
struct Waiting {
    std::string gateway;
    std::int64_t stuck = 0;         ///< payments
    std::int64_t quarantined = 0;   ///< signed messages that make no sense
    std::int64_t unworked = 0;      ///< messages whose job has not run yet
    std::int64_t surplus = 0;       ///< receipts whose money belongs to no order and has not gone back
};
SHAPE(Waiting, gateway, stuck, quarantined, unworked, surplus)
/// By gateway; those at which nothing waits are missing.
Task<std::vector<Waiting>> waiting(App& app, Ctx ctx);
/// Sets the metrics `vitrine_payments_stuck`, `…_quarantined_messages` and `…_surplus_waiting` to what waits in all these stores.
Task<void> show_waiting(App& app, std::vector<StoreId> stores, Instant now);

/// How the kept messages of gateways are taken in once more.
struct Replay {
    std::optional<Instant> since = {};     ///< received at or after; absent: all
    std::int64_t times = 1;                ///< each so often
    bool is_shuffled = false;
    std::uint64_t seed = 1;                ///< of the order
};
struct Replayed {
    std::int64_t kept = 0, fed = 0;
    std::int64_t known = 0;                ///< taken for what they are: repeats
    std::int64_t taken_as_new = 0;         ///< must be 0
    std::int64_t refused = 0;              ///< the signature no longer fits: a secret has been rolled since
};
SHAPE(Replayed, kept, fed, known, taken_as_new, refused)
/// Feeds the store's kept messages, raw bytes and headers, through the door they came in by: signature, inbox, job. The clock is each message's own, so that its
/// signature is as young as it was. Nothing may change by it. Repeatable.
Task<Replayed> replay_webhooks(App& app, Ctx ctx, Replay replay);

}  // namespace vitrine::payments
