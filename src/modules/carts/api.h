#pragma once
#include <optional>
#include <string>
#include <vector>

#include "modules/app.h"
#include "modules/quotes/api.h"

namespace vitrine::carts {

using CartId = Id<"cart">;
using LineId = Id<"line">;
using catalog::VariantId;

inline constexpr RefusalKind not_found{"carts.not_found", 404, "No such cart"};
inline constexpr RefusalKind stale{"carts.stale_version", 409, "The cart was changed elsewhere"};
inline constexpr RefusalKind closed{"carts.closed", 409, "This cart has become an order"};
inline constexpr RefusalKind variant_unknown{"carts.variant_unknown", 422, "This article is not for sale"};
inline constexpr RefusalKind line_unknown{"carts.line_unknown", 404, "The cart has no such line"};
inline constexpr RefusalKind too_many_lines{"carts.too_many_lines", 422, "The cart is full"};

struct Address {
    Text<1, 120> name;
    Text<1, 160> line1;
    std::optional<Text<1, 160>> line2;
    Text<1, 80> city;
    std::optional<Text<1, 80>> state;
    std::optional<Text<1, 16>> postal_code;
    CountryCode country;
    std::optional<Phone> phone;
};
SHAPE(Address, name, line1, line2, city, state, postal_code, country, phone)

struct LineView {
    LineId id;
    VariantId variant;
    std::string product_slug, title, options, sku, category_slug;
    std::int64_t quantity = 1;
    Money unit_price, total;            ///< by the price list that applies, before promotions
    std::optional<Money> compare_at_price;
    Money discount;                     ///< what promotions take off the line
    std::int64_t available = 0;
    std::optional<std::string> notice;  ///< "only 2 left", "no longer for sale", "the price changed from Rs 250"
};
SHAPE(LineView, id, variant, product_slug, title, options, sku, category_slug, quantity, unit_price, total, compare_at_price, discount, available, notice)

/// Goods that promotions give.
struct GiftView {
    VariantId variant;
    std::string product_slug, title, options, category_slug, label;
    std::int64_t quantity = 1;
};
SHAPE(GiftView, variant, product_slug, title, options, category_slug, label, quantity)

/// What the cart comes to, with delivery where it is known: the totals of its quote.
struct Totals {
    Money discount, tax, tax_included, shipping, shipping_discount, rounding, total, payable;
    std::optional<std::string> shipping_name;
    std::vector<quotes::DiscountTotal> discounts;
    std::vector<quotes::TaxTotal> taxes;
    std::vector<quotes::TenderUse> tenders;
    std::vector<promotions::CouponRefusal> refused_coupons;
};
SHAPE(Totals, discount, tax, tax_included, shipping, shipping_discount, rounding, total, payable, shipping_name, discounts, taxes, tenders, refused_coupons)

/// A cart priced by the current snapshot.
struct CartView {
    CartId id;
    std::optional<std::string> token;     ///< only in the answer that made the cart
    std::int64_t version = 1;             ///< rises with every edit; an edit carries the version it saw
    std::string state;                    ///< "active", "ordered"
    Currency currency;
    std::vector<LineView> lines;
    std::int64_t item_count = 0;
    Money subtotal;
    std::vector<GiftView> gifts;
    Totals totals;
    std::vector<shipping::Option> shipping_options;  ///< that serve the address; before it is known, at home
    std::optional<Email> email;
    std::optional<Address> shipping_address, billing_address;
    std::optional<std::string> shipping_option;
};
SHAPE(CartView, id, token, version, state, currency, lines, item_count, subtotal, gifts, totals, shipping_options, email, shipping_address, billing_address, shipping_option)

/// Who may touch a cart: its bearer token (header X-Cart-Token or cookie).
struct Access {
    std::string token;
};

struct AddLine {
    VariantId variant;
    Quantity quantity;
    std::optional<std::int64_t> version;  ///< refuse carts.stale_version when it differs; absent: add to whatever is there
};
SHAPE(AddLine, variant, quantity, version)

struct EditLine {
    Whole<0, 9'999> quantity;             ///< 0 removes
    std::optional<std::int64_t> version;
};
SHAPE(EditLine, quantity, version)

struct Addresses {
    Email email;
    Address shipping;
    std::optional<Address> billing;
    std::optional<std::int64_t> version;
};
SHAPE(Addresses, email, shipping, billing, version)

// Use cases, for the API and for the pages. Each is one transaction, committed without waiting for the disk; one round trip where it can be.
Task<Result<CartView>> create(App& app, Ctx ctx, std::optional<AddLine> first);   ///< the view carries the token
Task<Result<CartView>> view(App& app, Ctx ctx, CartId id, Access access);
Task<Result<CartView>> add_line(App& app, Ctx ctx, CartId id, Access access, AddLine add);  ///< same variant: quantities add up, capped at 9,999
Task<Result<CartView>> edit_line(App& app, Ctx ctx, CartId id, Access access, LineId line, EditLine edit);
Task<Result<CartView>> set_addresses(App& app, Ctx ctx, CartId id, Access access, Addresses addresses);
/// Prices the cart in another currency the store sells in. Refuses currency.not_sold_in.
Task<Result<CartView>> choose_currency(App& app, Ctx ctx, CartId id, Access access, Currency currency, std::optional<std::int64_t> version);
Task<Result<CartView>> choose_shipping(App& app, Ctx ctx, CartId id, Access access, std::string option, std::optional<std::int64_t> version);

/// A cart as its tables hold it, with its lines in the order they were added.
struct CartRow {
    CartId id;
    std::int64_t version = 1;
    std::string state;
    std::optional<std::string> email;
    std::optional<RawJson> shipping_address, billing_address;
    std::optional<std::string> shipping_option, currency;
    std::vector<LineId> lines;
    std::vector<VariantId> variants;
    std::vector<std::int64_t> quantities;
};
SHAPE(CartRow, id, version, state, email, shipping_address, billing_address, shipping_option, currency, lines, variants, quantities)

/// Pure. What a cart wants priced; the keys of its lines are the texts of their ids.
quotes::Wanted wanted(const CartRow& row);

/// A cart and the hash of a token that shall open it.
struct CartKey {
    CartId id;
    pg::Bytes token_hash;
    bool operator==(const CartKey&) const = default;
};
SHAPE(CartKey, id, token_hash)
/// Pure. The key that `access` gives to this cart, right or wrong.
CartKey key_of(CartId id, const Access& access);

struct LockedCarts {
    pg::Later<std::vector<CartKey>> keys;   ///< of the carts that were there and whose token was right
    pg::Later<std::vector<CartRow>> rows;   ///< the same carts as they stand behind the lock
};
/// Queues: locks these carts until the transaction ends, in the order of their ids, and reads them behind the lock. A cart with a wrong id or token is
/// missing from the answer.
LockedCarts lock(pg::Tx& tx, const std::vector<CartKey>& wanted);
/// Queues: reads the cart without locking it.
pg::Later<std::optional<CartRow>> read(pg::Tx& tx, CartId id, const Access& access);
/// Queues: active → ordered, so that one cart becomes at most one order.
void mark_ordered(pg::Tx& tx, const std::vector<CartId>& carts, const std::vector<std::string>& orders);

}  // namespace vitrine::carts
