#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"
#include "modules/catalog/api.h"

namespace vitrine::promotions {

using catalog::CategoryId;
using catalog::ProductId;
using catalog::VariantId;
using PromotionId = Id<"promo">;
using CouponId = Id<"coupon">;

/// One line as the engine sees it.
struct BasketLine {
    std::string key;                          ///< the caller's name of the line, unique in the basket
    VariantId variant;
    ProductId product;
    std::vector<CategoryId> categories;       ///< its own and all above them
    std::optional<std::string> brand;
    std::map<std::string, std::vector<std::string>> attributes;
    Money unit;                               ///< as the store enters prices: gross where they include tax, net otherwise
    std::int64_t quantity = 1;
    bool is_gift = false;                     ///< given by a promotion: it counts for nothing and is never discounted again
};

/// A code the shopper entered, resolved when it was entered (`find_coupon`).
struct EnteredCoupon {
    std::string code;                         ///< as shown, upper case
    CouponId id;
    PromotionId promotion;
    std::optional<Instant> expires_at;        ///< of this code, beside the promotion's own end
};
SHAPE(EnteredCoupon, code, id, promotion, expires_at)

struct Basket {
    Currency currency;
    std::vector<BasketLine> lines;
    std::vector<EnteredCoupon> coupons;       ///< in the order they were entered
    std::string email;                        ///< normalised, may be empty
    std::optional<std::string> customer_group;
    bool is_first_order = false;
    std::optional<std::string> country, shipping_zone;
    Money shipping;                           ///< what delivery costs before promotions
    Instant now{};
};

/// A discount's part on one line: positive.
struct Share {
    std::string line_key;
    Money amount;
};
SHAPE(Share, line_key, amount)

/// Goods given for nothing. They are not in the basket: the quote adds them as lines of price zero, as long as they are for sale and in stock.
struct Gift {
    std::string key;                          ///< names the line: the same promotion and article always give the same key
    PromotionId promotion;
    VariantId variant;
    std::int64_t quantity = 1;
};
SHAPE(Gift, key, promotion, variant, quantity)

/// One promotion at work: what it takes off each line and off shipping, and what it gives.
struct Applied {
    PromotionId promotion;
    std::optional<CouponId> coupon;
    std::optional<std::string> code;          ///< the coupon's, as shown
    std::string label;                        ///< for the shopper
    std::vector<Share> lines;                 ///< by line key's canonical order; only positive shares
    Money shipping;                           ///< off shipping, zero or positive
    std::vector<Gift> gifts;
    Money total() const;                      ///< lines and shipping together
};
SHAPE(Applied, promotion, coupon, code, label, lines, shipping, gifts)

/// Why a promotion does not apply.
enum class Reason {
    unknown, inactive, not_yet, expired, not_now, used_up, used_by_you, wrong_goods, needs_more_value, needs_more_items, too_much, not_your_group, first_order_only, wrong_currency,
    not_there, not_for_this_cart, not_combinable, already_applied, nothing_to_discount, email_needed
};
SHAPE_ENUM(Reason, unknown, inactive, not_yet, expired, not_now, used_up, used_by_you, wrong_goods, needs_more_value, needs_more_items, too_much, not_your_group, first_order_only,
           wrong_currency, not_there, not_for_this_cart, not_combinable, already_applied, nothing_to_discount, email_needed)

/// An entered code that does nothing now, in words for the shopper ("Add Rs 500 more of Notebooks …").
struct CouponRefusal {
    std::string code;
    Reason reason = Reason::unknown;
    std::string text;
};
SHAPE(CouponRefusal, code, reason, text)

struct Outcome {
    std::vector<Applied> applied;             ///< in the order they were worked out
    std::vector<CouponRefusal> refused;
};
SHAPE(Outcome, applied, refused)

/// How percentages become whole minor units. A store's choice; see trap 9.
enum class Spread { total, line };            ///< of the sum, then shared out by largest remainder; or of every line alone
SHAPE_ENUM(Spread, total, line)
struct Policy {
    Spread spread = Spread::total;
    Rounding rounding = Rounding::half_up;    ///< half_up or half_even
};

/// All promotions of a store that are or will be running, compiled for the engine: immutable, shared between threads.
class Rules {
public:
    Rules();                                  ///< no promotions
    std::int64_t version() const;             ///< rises with every edit of the store's promotions
    size_t size() const;

    struct Compiled;
    explicit Rules(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
    const Compiled& compiled() const { return *compiled_; }

private:
    std::shared_ptr<const Compiled> compiled_;
};

/// Pure. What the promotions make of the basket. The order of lines does not matter; no line and no shipping falls below zero; gift lines count for
/// nothing; time is `basket.now` on the wall clock of the store. Lines in another currency than the basket's, without quantity, with a negative
/// price, or two lines of one key are a std::logic_error.
Outcome apply(const Rules& rules, const Basket& basket);

/// Reads a store's promotions in one transaction. `time_zone` is the store's (IANA); an unknown one counts as UTC.
Task<std::shared_ptr<const Rules>> load_rules(pg::Db& db, Ctx ctx, std::string time_zone);

}  // namespace vitrine::promotions
