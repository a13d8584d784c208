#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "core/task.h"
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

/// Why a promotion does not apply.
enum class Reason {
    unknown, inactive, not_yet, expired, not_now, used_up, used_by_you, wrong_goods, needs_more_value, needs_more_items, too_much, not_your_group, first_order_only, wrong_currency,
    not_there, not_for_this_cart, not_combinable, already_applied, nothing_to_discount, email_needed
};
SHAPE_ENUM(Reason, unknown, inactive, not_yet, expired, not_now, used_up, used_by_you, wrong_goods, needs_more_value, needs_more_items, too_much, not_your_group, first_order_only,
           wrong_currency, not_there, not_for_this_cart, not_combinable, already_applied, nothing_to_discount, email_needed)

/// A code the shopper entered, resolved when it was entered (`find_coupon`).
struct EnteredCoupon {
    std::string code;                         ///< as shown, upper case
    CouponId id;
    PromotionId promotion;
    std::optional<Instant> expires_at;        ///< of this code, beside the promotion's own end
};
SHAPE(EnteredCoupon, code, id, promotion, expires_at)

/// A promotion that was refused for this basket when it was claimed, and why: the shopper is told, and it stays out. With a coupon only that code is
/// out: another code of the same promotion may still unlock it.
struct Declined {
    PromotionId promotion;
    Reason reason = Reason::used_up;
    std::optional<CouponId> coupon = {};
};
SHAPE(Declined, promotion, reason, coupon)

struct Basket {
    Currency currency;
    std::vector<BasketLine> lines;
    std::vector<EnteredCoupon> coupons;       ///< in the order they were entered
    std::vector<Declined> declined;
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

/// Reads a store's promotions in one transaction. `time_zone` is the store's (IANA); an unknown one counts as UTC. Promotions that are used up are
/// there, but apply to nothing.
Task<std::shared_ptr<const Rules>> load_rules(pg::Db& db, Ctx ctx, std::string time_zone);

/// Makes a promotion that runs at once, with its codes, unless the store has one of this name: for presets. `definition` is its JSON. Gives whether
/// it was made; std::runtime_error names what is wrong with it.
Task<bool> seed(pg::Db& db, Ctx ctx, std::string definition, std::vector<std::string> codes);

// Codes.

inline constexpr RefusalKind not_found{"promotions.not_found", 404, "No such promotion"};
inline constexpr RefusalKind illegal_move{"promotions.illegal_move", 409, "The promotion cannot go there from where it is"};
inline constexpr RefusalKind code_taken{"promotions.code_taken", 409, "This code exists already"};
inline constexpr RefusalKind coupon_unknown{"promotions.coupon_unknown", 422, "We do not know this code"};
inline constexpr RefusalKind coupon_expired{"promotions.coupon_expired", 422, "This code has expired"};
inline constexpr RefusalKind coupon_not_yet{"promotions.coupon_not_yet", 422, "This code is not valid yet"};
inline constexpr RefusalKind coupon_wrong_goods{"promotions.coupon_wrong_goods", 422, "This code is not for the goods in your cart"};
inline constexpr RefusalKind coupon_needs_more{"promotions.coupon_needs_more", 422, "Your cart does not reach what this code asks for"};
inline constexpr RefusalKind coupon_used_up{"promotions.coupon_used_up", 409, "This code has been used up"};
inline constexpr RefusalKind coupon_used_by_you{"promotions.coupon_used_by_you", 409, "You have used this code before"};
inline constexpr RefusalKind coupon_not_combinable{"promotions.coupon_not_combinable", 422, "This code cannot be combined with another offer on your cart"};
inline constexpr RefusalKind coupon_not_valid{"promotions.coupon_not_valid", 422, "This code is not valid for your cart"};
inline constexpr RefusalKind offer_gone{"promotions.offer_gone", 409, "An offer on your cart is no longer available"};

/// What a shopper types: letters, digits, hyphens and underscores, in any case; spaces are taken out.
struct CouponCodeRule {
    static constexpr std::string_view format = "coupon";
    static constexpr std::string_view code = "coupon.malformed";
    static constexpr std::string_view advice = "use 3 to 40 letters, digits, hyphens and underscores";
    static std::string normalize(std::string value);  ///< upper case
    static bool accepts(std::string_view value);
};
using CouponCode = Word<CouponCodeRule>;

/// The life of a promotion: see rules.h.
enum class State { draft, active, paused, ended };
SHAPE_ENUM(State, draft, active, paused, ended)

/// Whose limits an e-mail address counts for: normalized_email (lower case, no +tag), and for gmail.com and googlemail.com, which are one, the dots
/// before the @ say nothing either. Guests and customers alike. Empty for what is no address.
std::string customer_key(std::string_view email);

struct FoundCoupon {
    CouponId id;
    PromotionId promotion;
    std::string code;
    std::optional<Instant> expires_at;
    bool is_void = false;
    State state = State::draft;
    bool is_used_up = false, is_used_by_customer = false;
};
SHAPE(FoundCoupon, id, promotion, code, expires_at, is_void, state, is_used_up, is_used_by_customer)
/// Looks a code up; `customer` is a customer_key or empty.
pg::Query<std::optional<FoundCoupon>> find_coupon(const CouponCode& code, const std::string& customer);
/// Why a code that was looked up cannot be entered whatever is in the cart.
std::optional<Reason> closed_reason(const std::optional<FoundCoupon>& found, Instant now);
/// Whether a customer_key has an order that stands.
pg::Query<bool> has_ordered(const std::string& customer);
/// Pure. Why, in the shopper's words: "It has been used up."
std::string_view words_of(Reason reason);
/// The refusal of a code, at pointer /code, with the engine's words as detail.
Refusal refusal_of(const CouponRefusal& refused);

// Claims: in the order's transaction.

/// An order and whose it is (customer_key).
struct Buyer {
    std::string order, customer;
};
/// One promotion used by an order. At most one per order and promotion.
struct Claim {
    std::string order;
    PromotionId promotion;
    std::optional<CouponId> coupon;
    std::string customer;                     ///< customer_key
    Money amount;                             ///< what it took off lines and shipping
    bool is_first_only = false;               ///< is_for_first_orders
};
/// Pure. Whether a promotion asks for a first order, so that its claim has to.
bool is_for_first_orders(const Rules& rules, PromotionId promotion);

/// Queues the claims of any number of orders, with one statement that locks in an order of its own: limits in total, by budget and per customer
/// are never passed. If any cannot be claimed the statement fails the whole transaction with sqlstate VP001: read it with `refused_claims`. Queue
/// it for orders without promotions, too: it remembers who has ordered.
void claim(pg::Tx& tx, const std::vector<Buyer>& orders, const std::vector<Claim>& claims);

struct ClaimRefusal {
    std::string order;
    Uuid promotion;
    std::optional<Uuid> coupon;
    std::optional<std::string> code;
    Reason reason = Reason::used_up;
    bool is_of_code = false;                  ///< the code itself is used up, void or over; its promotion may still be had by another one
};
/// What could not be claimed, when `error` is a refused claim; empty for any other error.
std::vector<ClaimRefusal> refused_claims(const pg::Error& error);
/// Pure. What a refused claim leaves on the cart.
Declined declined_of(const ClaimRefusal& refused);

/// Queues the return of what these orders claimed: once, however often it is called. True: a promotion that was limited has room again, so the
/// caller queues stores::rules_changed(tx, "promotions") last.
pg::Later<bool> give_back(pg::Tx& tx, const std::vector<Buyer>& orders);

}  // namespace vitrine::promotions
