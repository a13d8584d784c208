#pragma once
// What may come back, what is kept of its share, and how an exchange is paid: pure.
#include "modules/returns/policy.h"

namespace vitrine::returns::rules {

/// Units of an article that reached the customer at one moment.
struct Lot {
    std::string sku;
    std::int64_t quantity = 1;
    Instant at{};
};
/// What the catalog says of an order's line.
struct Goods {
    std::int64_t position = 1;
    std::vector<std::string> categories;         ///< slugs, from the root down
};
struct Taken {
    std::int64_t position = 1, quantity = 0;
};

/// Everything a return is judged by.
struct Seen {
    const orders::OrderView& order;
    std::vector<Lot> lots = {};                  ///< of parcels that were delivered
    std::optional<Instant> delivered_at = {};    ///< of the order, for goods that no parcel tells of
    std::vector<Goods> goods = {};
    std::vector<Taken> taken = {};               ///< in other returns, given back or cancelled already
    Instant now{};
};

/// A line as far as it may come back. `always`: how many where the reason is one for which everything is taken.
struct Returnable {
    std::int64_t position = 1, quantity = 0, always = 0;
    std::optional<Instant> until = {};
    std::string why = {}, words = {};            ///< of quantity 0
};

/// What may come back by the policy, a line each, in the order's order. Each unit counts from its own delivery; those that were taken are the oldest.
std::vector<Returnable> returnable(const Policy& policy, const Seen& seen);

/// The reason of a request that the policy allows. Refuses returns.not_returnable and request.invalid with a pointer a fault.
Result<Reason> judge(const Policy& policy, const std::vector<Returnable>& offered, const AskReturn& in);

/// What was agreed when the return was asked for; later policies change nothing of it.
struct Terms {
    std::int64_t restocking_ppm = 0;
    Money pickup_fee;                            ///< zero: none
    bool refunds_delivery = false, pays_exchange_delivery = false, settles_by_itself = true;
    std::int64_t exchange_hold_days = 14;
    std::string courier_words, instructions;
};
SHAPE(Terms, restocking_ppm, pickup_fee, refunds_delivery, pays_exchange_delivery, settles_by_itself, exchange_hold_days, courier_words, instructions)
/// A fee in another currency than the order's is none.
Terms terms_of(const Policy& policy, const Reason& reason, const AskReturn& in, Currency currency);

/// Kept of the goods' share: restocking (of refunds only, rounded half up) and the way back; never more than the share.
Money withheld(const Terms& terms, Wish wish, const Money& share);

/// How the worth of goods that came back pays for others: `credit` pays for them, `refund` goes back, `owed` the customer pays.
struct Exchange {
    Money credit, refund, withheld, owed;
};
/// `goods` is the goods' share of `worth`. worth = credit + refund + withheld, total = credit + owed; only one of refund and owed is more than nothing. Restocking is kept of what goes back as money.
Exchange exchange(const Terms& terms, const Money& goods, const Money& worth, const Money& total);
/// Of credit that was to pay for other goods and stays the customer's, because he does not get them: restocking as of a refund.
Money restocking(const Terms& terms, const Money& credit);
/// Whether an article of this product is given in exchange for that line: another one of the same product.
bool is_exchangeable(const orders::OrderLine& line, std::string_view wanted_slug);

/// What a person found in one line.
struct Inspected {
    Whole<1, 1'000'000> position;
    Whole<0, 9'999> sellable, damaged, refused;  ///< back on the shelf; written off; not accepted, or not in the parcel
    std::optional<Text<0, 500>> note;
};
SHAPE(Inspected, position, sellable, damaged, refused, note)
/// Faults of what was found: every line once, and its numbers sum to what was announced. Empty: none.
std::vector<Fault> faults_of(const std::vector<ReturnLine>& lines, const std::vector<Inspected>& found);

}  // namespace vitrine::returns::rules
