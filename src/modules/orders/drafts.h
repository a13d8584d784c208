#pragma once
// Orders that staff writes for a customer: kept until they are right, then placed like any other order, with prices agreed by permission.
#include "core/transition.h"
#include "modules/orders/notes.h"

namespace vitrine::orders {

using DraftId = Id<"dft">;

inline constexpr RefusalKind draft_not_found{"orders.draft_not_found", 404, "No such draft"};
inline constexpr RefusalKind draft_closed{"orders.draft_closed", 409, "This draft has become an order, or was discarded"};

enum class DraftState { open, placed, discarded };
SHAPE_ENUM(DraftState, open, placed, discarded)

struct DraftLine {
    VariantId variant;
    Quantity quantity;
    std::optional<Money> unit_price;             ///< agreed for this order, as prices are entered; needs the permission orders:price. One price an article
};
SHAPE(DraftLine, variant, quantity, unit_price)

struct DraftContent {
    Email email;
    carts::Address shipping_address;
    std::optional<carts::Address> billing_address;
    std::vector<DraftLine> lines;
    std::optional<std::string> shipping_option;  ///< absent: the only one offered
    std::optional<Currency> currency;            ///< absent: the store's own
    Text<1, 40> payment_method;
    std::optional<NoteText> note;                ///< becomes an internal note of the order
};
SHAPE(DraftContent, email, shipping_address, billing_address, lines, shipping_option, currency, payment_method, note)

struct DraftView {
    DraftId id;
    std::int64_t version = 1;
    DraftState state = DraftState::open;
    DraftContent content;
    std::optional<carts::Totals> totals;         ///< of an open draft, by the rules of this moment; absent where it cannot be priced
    std::vector<std::string> missing;            ///< articles that are not for sale
    std::optional<OrderId> order;
    std::string actor;
    Instant made_at{}, changed_at{};
};
SHAPE(DraftView, id, version, state, content, totals, missing, order, actor, made_at, changed_at)

struct DraftFilter {
    std::optional<DraftState> state;             ///< absent: open
    std::optional<Whole<1, 200>> limit;
    std::optional<std::string> cursor;
};
SHAPE(DraftFilter, state, limit, cursor)
struct DraftPage {
    std::vector<DraftView> items;                ///< without totals
    std::optional<std::string> next_cursor;
};
SHAPE(DraftPage, items, next_cursor)

struct DraftPlaced {
    OrderView order;
    payments::Next next;
    std::string link;                            ///< where the customer sees the order and pays it; whoever holds it may
};
SHAPE(DraftPlaced, order, next, link)

/// The key of the one order a draft may become.
inline std::string draft_key(DraftId id) { return "draft:" + id.text(); }

namespace rules {
inline constexpr TransitionTable<DraftState, 2> draft_life{"draft", DraftState::open, {{{DraftState::open, "place", DraftState::placed}, {DraftState::open, "discard", DraftState::discarded}}}};
/// Pure. Faults of a draft that no later moment mends: no lines, an article twice, a price in another currency or below zero. Empty: none.
std::vector<Fault> faults_of(const DraftContent& content, Currency own);
/// Pure. The prices that were agreed.
AgreedPrices agreed_of(const DraftContent& content);
}  // namespace rules

/// Keeps a draft. Refuses request.invalid, request.forbidden (a price without orders:price).
Task<Result<DraftView>> create_draft(App& app, Ctx ctx, DraftContent content);
/// Replaces what an open draft says. Refuses as create_draft, orders.draft_not_found, orders.draft_closed, request.stale_version.
Task<Result<DraftView>> replace_draft(App& app, Ctx ctx, DraftId id, std::optional<std::int64_t> version, DraftContent content);
Task<Result<DraftView>> find_draft(App& app, Ctx ctx, DraftId id);
Task<Result<DraftPage>> list_drafts(App& app, Ctx ctx, DraftFilter filter);
/// Repeatable. Refuses orders.draft_not_found, orders.draft_closed (it was placed).
Task<Result<DraftView>> discard_draft(App& app, Ctx ctx, DraftId id);
/// Turns a draft into an order through a cart of its own: stock, offers, taxes, risk and payment as for any buyer, but for the agreed prices. Repeatable: the same order
/// again. Talks to the outside (the payment). Refuses orders.draft_not_found, orders.draft_closed, request.stale_version (it was changed while it
/// was placed), and as orders::place and the carts it goes through.
Task<Result<DraftPlaced>> place_draft(App& app, Ctx ctx, DraftId id, Money expected_total);

}  // namespace vitrine::orders
