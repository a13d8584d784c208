#pragma once
// What a store takes back, for how long and at whose cost: one document a store, kept as data.
#include "core/text.h"
#include "modules/returns/api.h"

namespace vitrine::returns {

/// Goods with a window of their own; the first rule that fits holds.
struct GoodsRule {
    std::optional<std::vector<Slug>> categories;   ///< theirs, or one above
    std::optional<std::vector<Slug>> products;
    std::optional<std::vector<Text<1, 40>>> skus;  ///< of single articles
    Whole<0, 730> window_days;                     ///< 0: not taken back
    Text<1, 200> words;                            ///< why, for the customer
};
SHAPE(GoodsRule, categories, products, skus, window_days, words)

/// A reason that customers may give.
struct Reason {
    Slug code;
    Text<1, 80> words;
    bool is_our_fault = false;                     ///< nothing is kept back, and delivery is given back where the policy says so
    bool asks_words = false, asks_photo = false;   ///< words are required; photographs are asked for by mail
    std::optional<Text<1, 80>> courier_words;      ///< what couriers are told, where they have a list of their own; absent: "Other"
    std::optional<bool> is_always_taken;           ///< also of goods that are not taken back otherwise: they arrived damaged
};
SHAPE(Reason, code, words, is_our_fault, asks_words, asks_photo, courier_words, is_always_taken)

struct Policy {
    Whole<0, 730> window_days;                     ///< from delivery; 0: nothing is taken back but by a rule
    std::optional<std::vector<GoodsRule>> goods;
    std::vector<Reason> reasons;
    bool offers_exchange = true, offers_pickup = false;
    std::optional<Money> pickup_fee;               ///< in the store's currency; absent: the shop pays the way back
    Whole<0, 500'000> restocking_ppm;              ///< of the goods' share of what was paid, unless the reason is ours
    bool refunds_delivery = false;                 ///< what the order's delivery cost, when all goods come back and the reason is ours
    bool pays_exchange_delivery = true;            ///< the shop pays the delivery of goods in exchange
    Whole<1, 90> exchange_hold_days;               ///< for how long goods in exchange are kept from approval on
    bool settles_by_itself = true;                 ///< as soon as the goods are inspected; else a person starts it
    Text<1, 600> instructions;                     ///< where to send the goods, and how
};
SHAPE(Policy, window_days, goods, reasons, offers_exchange, offers_pickup, pickup_fee, restocking_ppm, refunds_delivery, pays_exchange_delivery, exchange_hold_days, settles_by_itself, instructions)

struct StoredPolicy {
    Policy policy;
    std::int64_t version = 0;                      ///< 0: never set, this is the usual one
};
SHAPE(StoredPolicy, policy, version)

/// Pure. What holds where a store never said anything: 14 days for everything, no fees.
Policy usual_policy();
/// Pure. Faults that the shape does not see: reasons twice or none, a fee in a foreign currency or below zero, rules that fit nothing.
std::vector<Fault> faults_of(const Policy& policy, Currency own);

/// Inside a transaction.
Task<StoredPolicy> load_policy(pg::Tx& tx);
Task<Result<StoredPolicy>> read_policy(App& app, Ctx ctx);
/// Replaces it for returns that are asked for from now on; those under way keep their terms. Refuses request.stale_version, request.invalid.
Task<Result<StoredPolicy>> set_policy(App& app, Ctx ctx, std::optional<std::int64_t> version, Policy policy);

}  // namespace vitrine::returns
