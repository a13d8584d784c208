#pragma once
// Editing an order that nobody has paid yet: other goods, other quantities, another address; priced anew, with a payment of its own.
#include "modules/orders/drafts.h"

namespace vitrine::orders {

inline constexpr RefusalKind not_editable{"orders.not_editable", 409, "This order cannot be edited"};

struct EditedLine {
    VariantId variant;
    Quantity quantity;
};
SHAPE(EditedLine, variant, quantity)
/// The order as it shall be. Lines that are not named are gone.
struct OrderEdit {
    std::vector<EditedLine> lines;
    std::optional<carts::Address> shipping_address;   ///< absent: as it is
    Money expected_total;                             ///< what the edit was promised to come to
    Text<1, 500> reason;
};
SHAPE(OrderEdit, lines, shipping_address, expected_total, reason)

/// The same before anybody has promised what it comes to.
struct EditWish {
    std::vector<EditedLine> lines;
    std::optional<carts::Address> shipping_address;
};
SHAPE(EditWish, lines, shipping_address)

struct EditPreview {
    Money before, total;
    std::vector<OrderLine> lines;
    Money shipping, tax;
};
SHAPE(EditPreview, before, total, lines, shipping, tax)

/// What an edit would come to by the prices, taxes and offers of this moment. Refuses as edit_order, but for the total.
Task<Result<EditPreview>> preview_edit(App& app, Ctx ctx, OrderId id, EditWish wish);
/// Edits an order that waits for its money or is paid at the door, while it is in the house and no paper fixes it: one transaction changes lines, totals, books, stock held and the payment; then
/// the earlier payment is closed, so that money for the old total goes back. A repeat with what the order says already changes nothing. Talks to the outside.
/// Refuses orders.not_found, orders.not_editable (paid or authorised; offers, gift cards or credit stand on it), orders.sealed, orders.price_changed, stock.short, carts.variant_unknown,
/// shipping.address_not_served, request.invalid.
Task<Result<DraftPlaced>> edit_order(App& app, Ctx ctx, OrderId id, OrderEdit edit);

}  // namespace vitrine::orders
