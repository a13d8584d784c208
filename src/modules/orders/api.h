#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "modules/app.h"
#include "modules/carts/api.h"
#include "modules/payments/api.h"
#include "modules/quotes/api.h"
#include "modules/risk/api.h"
#include "modules/shipping/api.h"

namespace vitrine::orders {

using OrderId = Id<"ord">;
using carts::CartId;
using catalog::VariantId;
using payments::PaymentId;

inline constexpr RefusalKind cart_empty{"orders.cart_empty", 422, "The cart is empty"};
inline constexpr RefusalKind price_changed{"orders.price_changed", 409, "A price changed since you last looked"};
inline constexpr RefusalKind cart_changed{"orders.cart_changed", 409, "The cart changed since you last looked"};
inline constexpr RefusalKind address_missing{"orders.address_missing", 422, "Say where to deliver"};
inline constexpr RefusalKind not_found{"orders.not_found", 404, "No such order"};
/// Says nothing of what the store's rules look at.
inline constexpr RefusalKind not_accepted{"orders.not_accepted", 422, "We cannot accept this order. Nothing was charged; please get in touch with us"};
inline constexpr RefusalKind illegal_move{"orders.illegal_move", 409, "The order cannot go there from where it is"};

enum class State { pending_payment, paid, processing, packed, shipped, delivered, completed, on_hold, cancelled, refunded };
SHAPE_ENUM(State, pending_payment, paid, processing, packed, shipped, delivered, completed, on_hold, cancelled, refunded)

/// What a line's amount is made of: for people, and for giving back the true share.
struct LineBreakdown {
    bool includes_tax = true;             ///< unit_price, total and discount hold the tax
    bool is_gift = false;
    std::string price_list, tax_class;
    std::optional<std::string> hsn;
    std::vector<taxes::ComponentTax> taxes;
    std::vector<quotes::LineDiscount> discounts;
};
SHAPE(LineBreakdown, includes_tax, is_gift, price_list, tax_class, hsn, taxes, discounts)

/// What the way of paying cost.
struct PaidFee {
    std::string name;
    Money price;                          ///< as prices are entered
    taxes::Taxed taxed;
};
SHAPE(PaidFee, name, price, taxed)

struct OrderBreakdown {
    taxes::Taxed shipping;                ///< what was paid for delivery
    std::vector<quotes::TaxTotal> taxes;
    std::vector<quotes::DiscountTotal> discounts;
    std::vector<quotes::TenderUse> tenders;
    std::optional<std::string> tax_number;  ///< the shop's, as printed: "GSTIN 27AAPFU0939F1ZV"
    std::optional<std::string> place_of_supply;
    std::optional<PaidFee> fee;
};
SHAPE(OrderBreakdown, shipping, taxes, discounts, tenders, tax_number, place_of_supply, fee)

struct OrderLine {
    std::int64_t position = 1;
    catalog::VariantId variant;
    std::string sku, title, options, product_slug;
    std::int64_t quantity = 1;
    Money unit_price, total;              ///< as prices are entered, before discounts
    Money discount, net, tax, gross;      ///< gross: what is paid for the line
    LineBreakdown breakdown;
    std::optional<std::int64_t> cancelled = {};   ///< units that were cancelled before they were sent; absent: none
};
SHAPE(OrderLine, position, variant, sku, title, options, product_slug, quantity, unit_price, total, discount, net, tax, gross, breakdown, cancelled)

struct TimelineEntry {
    State state;
    Instant at{};
    std::string actor;
};
SHAPE(TimelineEntry, state, at, actor)

/// An order as its buyer and staff see it. Addresses are snapshots: later edits never change them.
struct OrderView {
    OrderId id;
    std::string number;                 ///< per store, "S-100023"
    State state = State::pending_payment;
    std::string email;
    carts::Address shipping_address;
    std::optional<carts::Address> billing_address;
    std::vector<OrderLine> lines;
    /// total = subtotal - discount + shipping + fee + (tax - tax_included) + rounding, fee standing in `breakdown`; payable is what tenders leave to be paid.
    Money subtotal, discount, tax, tax_included, shipping, shipping_discount, rounding, total, payable;
    OrderBreakdown breakdown;
    std::string shipping_name;
    std::string payment_method;
    PaymentId payment;
    std::optional<std::string> token;   ///< guest access; only in the answer that placed the order
    Instant placed_at{};
};
SHAPE(OrderView, id, number, state, email, shipping_address, billing_address, lines, subtotal, discount, tax, tax_included, shipping, shipping_discount, rounding, total, payable,
      breakdown, shipping_name, payment_method, payment, token, placed_at)

struct PlaceOrder {
    CartId cart;
    std::optional<std::int64_t> version;  ///< of the cart the buyer saw; absent: whatever it is, expected_total guards
    std::string payment_method;           ///< not looked at where gift cards and offers leave nothing to pay
    Money expected_total;                 ///< what the buyer saw; anything else is refused with orders.price_changed
    std::optional<Email> email;           ///< overrides the cart's
    std::optional<payments::Answers> answers = {};   ///< to what the way to pay asks
};
SHAPE(PlaceOrder, cart, version, payment_method, expected_total, email, answers)

struct OrderPlacedAnswer {
    OrderView order;
    payments::Next next;
};
SHAPE(OrderPlacedAnswer, order, next)

/// Where a buyer comes from.
struct Visitor {
    std::string ip = {};                ///< as text; empty: not known
};

/// Prices that staff agreed with a customer, by article, as prices are entered. They stand in place of those of the lists; one in another currency is none.
using AgreedPrices = std::map<VariantId, Money>;

struct Placed {
    OrderPlacedAnswer answer;
    bool replayed = false;
};

/// Turns a cart into an order and opens its payment. Repeatable with the same idempotency key and body: the first answer again.
/// Refuses: orders.cart_empty, orders.price_changed, orders.cart_changed, orders.address_missing, shipping.option_unknown, shipping.address_not_served,
/// payments.method_unavailable, stock.short (with a pointer per line), carts.closed, idempotency.key_reused, orders.not_accepted (by the store's rules on risk).
Task<Result<Placed>> place(App& app, Ctx ctx, carts::Access access, std::string idempotency_key, PlaceOrder in, Visitor visitor = {}, AgreedPrices agreed = {});

/// What a cart would cost now, with shipping when an option is chosen (or the only one offered), and with what the way of paying costs when one is named.
Task<Result<quotes::Quote>> quote(App& app, Ctx ctx, CartId cart, carts::Access access, std::string method = {});

/// An order for its owner (guest token) or for staff (ctx.role staff). orders.not_found otherwise.
Task<Result<OrderView>> view(App& app, Ctx ctx, OrderId id, std::string token);
/// Whether an order of this address, that was not cancelled, was placed after that moment.
pg::Query<bool> ordered_since(const Email& email, Instant since);
Task<std::vector<TimelineEntry>> timeline(App& app, Ctx ctx, OrderId id);
/// Pure. The secret that lets a guest see their order: derived from the process's master key, so nothing is stored and a repeat gives the same.
std::string guest_token(const Config& config, OrderId id);

/// Staff's or the rules' move of an order that moves no money: process, pack, ship, deliver, complete, hold (with a reason) and resume, which takes an order that staff
/// has held back to where it was. Before goods are shipped, money that waits for the shipment is captured; refuses payments.not_captured and as payments::capture.
/// Repeating it is refused. Refuses orders.not_found, orders.illegal_move, stock.not_arrived, request.invalid (a hold without a reason).
Task<Result<OrderView>> move(App& app, Ctx ctx, OrderId id, std::string verb, std::string reason);

/// News.
struct OrderPlaced {
    static constexpr std::string_view name = "orders.placed";
    OrderId order;
    std::string number;
    PaymentId payment;
    std::string method;
    Money total;
};
SHAPE(OrderPlaced, order, number, payment, method, total)
struct OrderStateChanged {
    static constexpr std::string_view name = "orders.state_changed";
    OrderId order;
    State from, to;
    std::string reason;
};
SHAPE(OrderStateChanged, order, from, to, reason)
/// A refund was granted, or what of it had failed was granted another way; its money may still be under way.
struct RefundGranted {
    static constexpr std::string_view name = "orders.refund_granted";
    OrderId order;
    std::string refund;                 ///< "oref_…"
    Money amount;
};
SHAPE(RefundGranted, order, refund, amount)
/// The order says something else now; `payment` is the one that pays it.
struct OrderEdited {
    static constexpr std::string_view name = "orders.edited";
    OrderId order;
    PaymentId payment;
    Money before, total;
    std::string reason;
};
SHAPE(OrderEdited, order, payment, before, total, reason)

// What modules above need of an order inside their own transactions.

/// An item of a refund: a line, "shipping" or "fee".
struct RefundedItem {
    std::string kind;
    std::int64_t position = 0, quantity = 1;
    Money net, tax, gross;
    std::vector<taxes::ComponentTax> taxes;
};
/// A refund whose money has reached the buyer. amount = the items' gross + rounding + allowance, where what was withheld is an allowance below zero.
struct Refunded {
    std::string id;                     ///< "oref_…"
    Money amount, tax, rounding, allowance;
    std::string reason;
    Instant granted_at{};
    std::vector<RefundedItem> items;
};
struct Statement {
    OrderView order;
    std::vector<Refunded> refunds;      ///< oldest first
};
/// Locks an order until the transaction ends and reads it with what has been given back. Nothing: no such order.
Task<std::optional<Statement>> lock_statement(pg::Tx& tx, OrderId id);

/// Something that happened to an order beside its states, as people read it: "Parcel 1 was handed to Leopards, LE7001".
struct Happening {
    std::string kind;                   ///< a stable word: "parcel", "address_changed"
    std::string words;                  ///< one sentence without a full stop, at most 500 characters
    bool is_visible = false;            ///< to the buyer, too
};
/// Queues a line of the order's story; actor and time are the transaction's. Not repeatable: tell it where it is done.
void tell(pg::Tx& tx, OrderId id, const Happening& what);

/// A module above that keeps something which fixes what an order says (an invoice) says so, and the order is not edited any more.
struct Seal {
    std::string what;                                    ///< "an invoice", for people
    pg::Query<std::int64_t> (*count)(const OrderId& id);   ///< how many there are
};
/// Called by Module::plug_in of modules above, once at the program's start.
void register_seal(Seal seal);

/// So many units of a line lie in parcels.
struct PackedLine {
    std::int64_t position = 1, quantity = 0;
};
SHAPE(PackedLine, position, quantity)
/// The module above that packs says what lies in parcels: such goods are not cancelled. It locks an order (lock_view) before it packs. Called once, by Module::plug_in.
void register_packing(pg::Query<std::vector<PackedLine>> (*packed)(const OrderId& id));

/// Locks an order until the transaction ends and reads it. Nothing: no such order.
Task<std::optional<OrderView>> lock_view(pg::Tx& tx, OrderId id);

}  // namespace vitrine::orders
