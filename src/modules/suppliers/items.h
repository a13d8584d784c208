#pragma once
// A piece as the shop knows it: offered by one supplier or several, free, on hold or sold.
#include "modules/suppliers/feed.h"

namespace vitrine::suppliers {

enum class ItemState { free, held, sold };
SHAPE_ENUM(ItemState, free, held, sold)

struct OfferView {
    SupplierId supplier;
    std::string supplier_name, code;             ///< the supplier's own number: for staff only
    FeedId feed;
    bool is_listed = true, is_best = false;
    std::int64_t quantity = 1;
    std::int64_t cost_minor = 0;
    std::string cost_currency;
    std::int64_t price_minor = 0;                ///< in the store's currency
    Instant changed_at{};
};
SHAPE(OfferView, supplier, supplier_name, code, feed, is_listed, is_best, quantity, cost_minor, cost_currency, price_minor, changed_at)
struct ItemView {
    ItemId id;
    std::int64_t version = 1;
    std::string identity, slug, sku;
    ItemState state = ItemState::free;
    std::optional<Instant> held_until;
    std::string hold_reason;
    std::string sold_to;                         ///< the order
    std::optional<catalog::ProductId> product;
    std::vector<OfferView> offers;
};
SHAPE(ItemView, id, version, identity, slug, sku, state, held_until, hold_reason, sold_to, product, offers)
struct HoldInput {
    Text<3, 500> reason;
    std::optional<Instant> until;                ///< none: until somebody releases it
};
SHAPE(HoldInput, reason, until)

/// The piece of this product with all its offers. Refuses suppliers.item_not_found.
Task<Result<ItemView>> item_of_product(App& app, Ctx ctx, catalog::ProductId product);
/// Refuses suppliers.item_not_found.
Task<Result<ItemView>> find_item(App& app, Ctx ctx, ItemId id);
/// Takes a piece out of the shop at once: it was sold or shown elsewhere. Orders that hold it keep it. Repeatable: a later hold replaces an earlier. Refuses
/// suppliers.item_not_found, suppliers.item_sold.
Task<Result<ItemView>> hold_item(App& app, Ctx ctx, ItemId id, HoldInput in);
/// Puts it back where somebody still offers it. Repeatable. Refuses suppliers.item_not_found, suppliers.item_sold.
Task<Result<ItemView>> release_item(App& app, Ctx ctx, ItemId id);

/// The end of a hold.
struct EndHold {
    ItemId item;
    std::int64_t version = 1;
};
SHAPE(EndHold, item, version)
inline constexpr std::string_view end_hold_job = "suppliers.end_hold";
Task<void> end_hold(App& app, const jobs::Attempt& attempt, const EndHold& what);

}  // namespace vitrine::suppliers
