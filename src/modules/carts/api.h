#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "io/http/message.h"
#include "modules/app.h"
#include "modules/promotions/api.h"
#include "modules/quotes/api.h"
#include "modules/tenders/api.h"

namespace vitrine::carts {

using CartId = Id<"cart">;
using LineId = Id<"line">;
using CustomerId = Id<"cus">;   ///< who is signed in: the actor of a Ctx whose role is customer
using catalog::VariantId;

inline constexpr RefusalKind not_found{"carts.not_found", 404, "No such cart"};
inline constexpr RefusalKind stale{"carts.stale_version", 409, "The cart was changed elsewhere"};
inline constexpr RefusalKind closed{"carts.closed", 409, "This cart takes no changes any more"};
inline constexpr RefusalKind variant_unknown{"carts.variant_unknown", 422, "This article is not for sale"};
inline constexpr RefusalKind line_unknown{"carts.line_unknown", 404, "The cart has no such line"};
inline constexpr RefusalKind one_of_a_kind{"carts.one_of_a_kind", 422, "There is only one of it"};
inline constexpr RefusalKind too_many_codes{"carts.too_many_codes", 422, "The cart has as many codes as it can hold"};
inline constexpr RefusalKind code_absent{"carts.code_absent", 404, "This code is not on the cart"};
inline constexpr RefusalKind too_many_lines{"carts.too_many_lines", 422, "The cart is full"};
inline constexpr RefusalKind list_full{"carts.list_full", 422, "The list is full"};
inline constexpr RefusalKind link_over{"carts.link_over", 410, "This link has been used, or is too old"};
inline constexpr RefusalKind sign_in_first{"carts.sign_in_first", 401, "Sign in to see this cart"};
inline constexpr RefusalKind not_live{"carts.not_live", 503, "Live carts are not served here"};

struct Address {
    Text<1, 120> name;
    Text<1, 160> line1;
    std::optional<Text<1, 160>> line2;
    Text<1, 80> city;
    std::optional<Text<1, 80>> state;
    std::optional<Text<1, 16>> postal_code;
    CountryCode country;
    std::optional<Phone> phone;
    std::optional<Text<1, 20>> tax_number = {};   ///< of a buyer in business: GSTIN in India, NTN, STRN or CNIC in Pakistan; kept with the order's snapshot
};
SHAPE(Address, name, line1, line2, city, state, postal_code, country, phone, tax_number)

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
    std::optional<std::string> fee_name;  ///< of the way of paying, where one was chosen that costs
    std::optional<Money> fee;
};
SHAPE(Totals, discount, tax, tax_included, shipping, shipping_discount, rounding, total, payable, shipping_name, discounts, taxes, tenders, refused_coupons, fee_name, fee)
Totals totals_of(quotes::Quote quote);  ///< pure

/// A gift card on a cart, with what was left on it when it was entered.
struct EnteredCard {
    tenders::AccountId id;
    std::string last_four;
    Money balance;
};
SHAPE(EnteredCard, id, last_four, balance)

/// A cart priced by the current snapshot.
struct CartView {
    CartId id;
    std::optional<std::string> token;     ///< only in the answer that made the cart
    std::int64_t version = 1;             ///< rises with every edit; an edit carries the version it saw
    std::string state;                    ///< "active", "ordered", "merged" (joined with the customer's at sign-in)
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
    std::vector<std::string> coupons;     ///< as entered; the quote says what they do
    std::vector<EnteredCard> gift_cards;
};
SHAPE(CartView, id, token, version, state, currency, lines, item_count, subtotal, gifts, totals, shipping_options, email, shipping_address, billing_address, shipping_option,
      coupons, gift_cards)

/// Who may touch a cart: whoever holds its bearer token (header X-Cart-Token or cookie), and the customer whose it is, without a token.
struct Access {
    std::string token;
    std::optional<CustomerId> customer = {};   ///< looked at first
};
/// Pure. Who is signed in; nobody where a guest acts.
std::optional<CustomerId> customer_of(const Ctx& ctx);
/// Pure. What a caller has in hand: the token he sends, else the account he is signed in to. A token that is sent is what counts, so that a guest's cart can
/// be brought along.
Access access_of(const Ctx& ctx, const std::optional<std::string>& token);

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

struct EnterCoupon {
    promotions::CouponCode code;
    std::optional<std::int64_t> version;
};
SHAPE(EnterCoupon, code, version)
struct EnterCard {
    tenders::CardCode code;
    std::optional<std::int64_t> version;
};
SHAPE(EnterCard, code, version)

// Use cases, for the API and for the pages. Each is one transaction, committed without waiting for the disk; one round trip where it can be.
/// Opens a cart; the view carries the token. A customer has one active cart and gets that one, without a token, on every device; `first` is put into it unless the
/// article is there already, so a customer may repeat it.
Task<Result<CartView>> create(App& app, Ctx ctx, std::optional<AddLine> first);
/// The active cart of who is signed in. Refuses carts.not_found where there is none, request.unauthenticated for guests.
Task<Result<CartView>> mine(App& app, Ctx ctx);
Task<Result<CartView>> view(App& app, Ctx ctx, CartId id, Access access);
Task<Result<CartView>> add_line(App& app, Ctx ctx, CartId id, Access access, AddLine add);  ///< same variant: quantities add up, capped at 9,999
Task<Result<CartView>> edit_line(App& app, Ctx ctx, CartId id, Access access, LineId line, EditLine edit);
/// Tax numbers are written without blanks and in capitals. Refuses request.invalid for one that its country does not write like that (of a GSTIN the check
/// character, too).
Task<Result<CartView>> set_addresses(App& app, Ctx ctx, CartId id, Access access, Addresses addresses);
/// Prices the cart in another currency the store sells in. Refuses currency.not_sold_in.
Task<Result<CartView>> choose_currency(App& app, Ctx ctx, CartId id, Access access, Currency currency, std::optional<std::int64_t> version);
Task<Result<CartView>> choose_shipping(App& app, Ctx ctx, CartId id, Access access, std::string option, std::optional<std::int64_t> version);


/// Puts a code on the cart. Repeatable: a code that is there already stays. Refuses the promotions.coupon_… kinds with words for the shopper, and
/// carts.too_many_codes. A code whose only fault is that the e-mail address is missing is kept.
Task<Result<CartView>> enter_coupon(App& app, Ctx ctx, CartId id, Access access, EnterCoupon in);
Task<Result<CartView>> remove_coupon(App& app, Ctx ctx, CartId id, Access access, std::string code, std::optional<std::int64_t> version);
/// Puts a gift card on the cart; what it pays is taken when the order is placed. Refuses the tenders.card_… kinds, carts.too_many_codes.
Task<Result<CartView>> enter_gift_card(App& app, Ctx ctx, CartId id, Access access, EnterCard in);
Task<Result<CartView>> remove_gift_card(App& app, Ctx ctx, CartId id, Access access, tenders::AccountId card, std::optional<std::int64_t> version);

/// What became of an article when two carts were joined, where it is not what both held.
struct JoinNotice {
    VariantId variant;
    std::string title;               ///< empty: no longer known
    std::string code;                ///< "not_for_sale", "sold_out", "lowered", "one_of_a_kind", "cart_full"
    std::int64_t wanted = 0, kept = 0;
    std::string text;                ///< for the shopper
};
SHAPE(JoinNotice, variant, title, code, wanted, kept, text)
struct Adopted {
    std::optional<CartView> cart;    ///< the customer's; nothing where neither had one
    std::vector<JoinNotice> notices;
};
SHAPE(Adopted, cart, notices)
/// At sign-in (ctx is the customer's): joins a guest's cart with the customer's, which is opened where there is none; the guest's is closed as "merged". A cart
/// that is not there, was ordered or was joined before is no fault: the customer's cart is given as it is, so twice equals once. Safe with two devices
/// that sign in at once. Refuses only request.unauthenticated.
Task<Result<Adopted>> adopt(App& app, Ctx ctx, CartId guest, Access access);
/// Brings what lies in one guest's cart into another, which `into_access` opens; the first is closed as "merged". A cart that is not there, is a customer's, was
/// ordered or was joined before brings nothing, so twice equals once. Refuses carts.not_found and carts.closed for the cart that is to hold all.
Task<Result<Adopted>> bring_together(App& app, Ctx ctx, CartId into, Access into_access, CartId from, Access from_access);
/// The same for what a guest kept for later and wished for; `list` holds the guest's list token. Repeatable.
Task<Result<bool>> adopt_lists(App& app, Ctx ctx, Access list);

/// What an owner keeps beside the cart. Guests have a list token of their own, which outlives their carts.
enum class ListKind { later, wish };
SHAPE_ENUM(ListKind, later, wish)
struct KeptItem {
    VariantId variant;
    std::string product_slug, title, options, category_slug;
    std::int64_t quantity = 1;
    std::optional<Money> price;      ///< now; nothing: no longer for sale
    std::optional<Money> price_then; ///< when it was put there
    bool is_cheaper = false;         ///< than then, in the same currency
    std::int64_t available = 0;
    Instant kept_at{};
};
SHAPE(KeptItem, variant, product_slug, title, options, category_slug, quantity, price, price_then, is_cheaper, available, kept_at)
struct KeptList {
    std::vector<KeptItem> items;     ///< newest first, at most 200
    std::optional<std::string> token;  ///< only in the answer that began a guest's list
};
SHAPE(KeptList, items, token)
/// What is on a list, newest first. Nothing where there is no list yet.
Task<Result<KeptList>> kept(App& app, Ctx ctx, ListKind kind, Access list);
/// Puts an article on the list of wishes. Repeatable. Begins a list for a guest who has none. Refuses carts.variant_unknown, carts.list_full.
Task<Result<KeptList>> wish(App& app, Ctx ctx, Access list, VariantId variant);
/// Takes an article off a list. Repeatable.
Task<Result<KeptList>> drop_kept(App& app, Ctx ctx, ListKind kind, Access list, VariantId variant);
struct SavedForLater {
    CartView cart;
    std::optional<std::string> list_token;  ///< only where this began a guest's list
};
SHAPE(SavedForLater, cart, list_token)
/// Moves a line from the cart to the list for later. Refuses carts.line_unknown, carts.closed, carts.stale_version, carts.list_full.
Task<Result<SavedForLater>> save_for_later(App& app, Ctx ctx, CartId id, Access access, Access list, LineId line, std::optional<std::int64_t> version);
/// Moves an article from a list into the cart; quantities add up, and a wish stays wished for no longer. Not on the list: nothing happens.
Task<Result<CartView>> put_back(App& app, Ctx ctx, CartId id, Access access, ListKind kind, Access list, VariantId variant);

/// News: a cart was left alone. Told once, and once more when it was edited after its link was used or too old. Holds nobody's address and no secret.
struct CartAbandoned {
    static constexpr std::string_view name = "carts.abandoned";
    CartId cart;
    std::optional<CustomerId> customer;
    std::int64_t version = 1;        ///< of the cart; with another one it was edited since
    std::int64_t item_count = 0;
    Money total;                     ///< when it was noticed
    Instant expires_at{};            ///< until then a link brings it back
};
SHAPE(CartAbandoned, cart, customer, version, item_count, total, expires_at)
/// Pure. The path of the page that brings the cart of such news back: a customer signs in; a guest's holds a secret, which is made anew whenever it is asked for
/// and of which the database holds the SHA-256 alone. For one use; it belongs into the message that is sent, and into no table or log.
std::string recovery_path(const Config& config, const CartAbandoned& news);

/// An abandoned cart as it stands.
struct LeftAlone {
    CartView cart;
    Instant since{};                 ///< of its last edit
};
/// Nothing where the cart was edited since that version, ordered, joined or emptied: then there is nothing to remind of.
Task<std::optional<LeftAlone>> left_alone(App& app, Ctx ctx, CartId id, std::int64_t version);
struct Quiet {
    pg::Bytes token_hash;
    Instant since{};
};
SHAPE(Quiet, token_hash, since)
/// The same question for a transaction.
pg::Query<std::optional<Quiet>> is_left_alone(CartId id, std::int64_t version);
/// Opens the cart of a link with live prices; the view carries a token of its own, beside the one it has. Uses the link up. Refuses carts.link_over and, for a
/// customer's cart that somebody else opens, carts.sign_in_first.
Task<Result<CartView>> recover(App& app, Ctx ctx, std::string link_token);

/// Pure. A name of what a view shows, alike in every process: a device that shows it says so to its live cart and is told only what differs.
std::string tag_of(const CartView& view);
/// How long a device may keep a live cart open, where it was opened by being signed in: whoever knows the session fills this in. Nothing in it: for as long as it likes.
struct Stay {
    std::optional<Instant> until = {};             ///< the end of the session
    std::function<Task<bool>()> stands = {};       ///< whether the session still stands; asked every few seconds
};
/// A WebSocket on which the owner sees the cart change and edits it (docs/adr/0028): the answer that upgrades the request. An empty access waits for the
/// token in the first message. Ends with 4401 once `stay` is over. Refuses carts.not_live where no LiveCarts works on this loop.
Result<http::Response> live(App& app, Ctx ctx, CartId id, Access access, Stay stay = {});

/// What a loop needs so that carts are live on it: hears edits of other loops and processes, prices carts anew when the shop changes. One a loop, made after its
/// App and gone before it.
class LiveCarts {
public:
    LiveCarts(App& app, pg::DbOptions listen);
    ~LiveCarts();
    Task<void> stop();               ///< closes what is open and waits for it
    struct Inner;

private:
    std::shared_ptr<Inner> inner_;
};

/// What a cart holds beside its goods.
struct Offers {
    std::vector<promotions::EnteredCoupon> coupons;
    std::vector<EnteredCard> cards;
    std::vector<promotions::Declined> declined;   ///< refused when they were claimed
    bool has_ordered = false;                     ///< an order of the cart's e-mail address stands
};
SHAPE(Offers, coupons, cards, declined, has_ordered)

/// A cart as its tables hold it, with its lines in the order they were added.
struct CartRow {
    CartId id;
    std::int64_t version = 1;
    std::string state;
    std::optional<std::string> email;
    std::optional<RawJson> shipping_address, billing_address;
    std::optional<std::string> shipping_option, currency;
    std::optional<RawJson> offers;
    std::optional<CustomerId> customer = {};
    bool is_watched = false;          ///< a device has it open somewhere: edits are told
    std::vector<LineId> lines;
    std::vector<VariantId> variants;
    std::vector<std::int64_t> quantities;
};
SHAPE(CartRow, id, version, state, email, shipping_address, billing_address, shipping_option, currency, offers, customer, is_watched, lines, variants, quantities)
/// Pure. What the cart holds beside its goods; nothing where it holds nothing.
Offers offers_of(const CartRow& row);

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

/// Carts as they stand behind their locks; there after the next flush. To look at only: after the commit it is read again, for who is to be told.
class LockedRows {
public:
    explicit LockedRows(pg::Later<std::vector<CartRow>> rows) : rows_(std::move(rows)) {}
    const std::vector<CartRow>& operator*() const { return *rows_; }
    const std::vector<CartRow>* operator->() const { return &*rows_; }

private:
    pg::Later<std::vector<CartRow>> rows_;
};
struct LockedCarts {
    pg::Later<std::vector<CartKey>> keys;   ///< of the carts that were there, once for each token that was right
    LockedRows rows;                        ///< the same carts
};
/// Queues: locks these carts until the transaction ends, in the order of their ids, and reads them behind the lock. A cart with a wrong id or token is
/// missing from the answer. Whoever has one of them open hears after the commit.
LockedCarts lock(pg::Tx& tx, const std::vector<CartKey>& wanted);
/// Queues: reads the cart without locking it.
pg::Later<std::optional<CartRow>> read(pg::Tx& tx, CartId id, const Access& access);
/// Queues: writes what a locked cart holds beside its goods; with `is_edit` its version rises.
void save_offers(pg::Tx& tx, CartId id, const Offers& offers, bool is_edit);
/// Queues: active → ordered, so that one cart becomes at most one order.
void mark_ordered(pg::Tx& tx, const std::vector<CartId>& carts, const std::vector<std::string>& orders);

}  // namespace vitrine::carts
