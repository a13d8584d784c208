#pragma once
// Editing an order that is paid and still in the house: goods taken back at what they were paid with, others added at today's prices, another address or way of delivery.
#include "modules/orders/edit.h"
#include "modules/orders/edited/api.h"
#include "modules/orders/refund.h"

namespace vitrine::orders {

inline constexpr RefusalKind edit_not_found{"orders.edit_not_found", 404, "This order has no such edit"};
inline constexpr RefusalKind edit_closed{"orders.edit_closed", 409, "This edit has ended already"};

/// done: the order says it. expired: nobody paid the difference in time. withdrawn: by staff. overtaken: the order went where it cannot be edited, or says something else by now; what had been paid
/// for the difference went back.
enum class PaidEditState { open, done, expired, withdrawn, overtaken };
SHAPE_ENUM(PaidEditState, open, done, expired, withdrawn, overtaken)

/// The order as it shall be. Articles that are not named are taken back; gifts stay.
struct PaidEditWish {
    std::vector<EditedLine> lines;
    std::optional<carts::Address> shipping_address;   ///< absent: as it is
    std::optional<Text<1, 80>> shipping_option;       ///< an option's id: delivery is priced anew. Absent: as it was paid, but for another address
    std::optional<Text<1, 40>> payment_method;        ///< of what is dearer; absent: the order's own, or the first that is offered
    std::optional<RefundTo> to;                       ///< of what is cheaper; absent: the way it came
};
SHAPE(PaidEditWish, lines, shipping_address, shipping_option, payment_method, to)
struct NewPaidEdit {
    std::vector<EditedLine> lines;
    std::optional<carts::Address> shipping_address;
    std::optional<Text<1, 80>> shipping_option;
    std::optional<Text<1, 40>> payment_method;
    std::optional<RefundTo> to;
    Money expected_difference;                        ///< what the preview said: above zero is asked for, below is given back
    Text<1, 500> reason;
};
SHAPE(NewPaidEdit, lines, shipping_address, shipping_option, payment_method, to, expected_difference, reason)

/// What an edit comes to: difference = added - taken_back.
struct PaidEditPreview {
    std::int64_t version = 1;                         ///< of the order, for If-Match
    Money added, taken_back, difference;
    std::vector<RefundItemView> taken;                ///< with their true share of what was paid
    std::vector<OrderLine> lines;                     ///< that are added
    Money shipping;                                   ///< for another way of delivery, taxes included; what the earlier one was paid with stands in `taken`
    std::vector<quotes::Step> explanation;            ///< every step
    std::optional<std::string> payment_method;        ///< by which the difference would be asked for
};
SHAPE(PaidEditPreview, version, added, taken_back, difference, taken, lines, shipping, explanation, payment_method)

struct PaidEditView {
    PaidEditId id;
    OrderId order;
    std::int64_t number = 1;                          ///< of the order's edits that were begun since it was paid
    PaidEditState state = PaidEditState::open;
    Money added, taken_back, difference;
    std::vector<RefundItemView> taken;
    std::vector<OrderLine> lines;
    Money shipping;
    std::optional<carts::Address> shipping_address;
    std::string shipping_name;
    std::vector<quotes::Step> explanation;
    std::optional<PaymentId> payment;                 ///< of the difference
    std::optional<std::string> payment_method;
    std::optional<Instant> pay_by;
    std::optional<std::string> pay_link;              ///< of an open one: whoever holds it sees the order and may pay
    std::string reason, actor;
    Instant opened_at{};
    std::optional<Instant> ended_at;
    std::optional<std::string> outcome;               ///< why it ended as it did
};
SHAPE(PaidEditView, id, order, number, state, added, taken_back, difference, taken, lines, shipping, shipping_address, shipping_name, explanation, payment, payment_method, pay_by, pay_link, reason,
      actor, opened_at, ended_at, outcome)

struct PaidEditMade {
    PaidEditView edit;
    bool replayed = false;
};

/// What an edit would come to now. Changes nothing. Refuses as open_paid_edit, but for the difference and the version.
Task<Result<PaidEditPreview>> preview_paid_edit(App& app, Ctx ctx, OrderId order, PaidEditWish wish);
/// Edits a paid order. What comes to nothing or to less is done in the same transaction: lines, books, stock, refund. What is dearer opens a payment of its own for the difference, keeps the goods, and is done
/// when that money is there; until then the order stays as it is and is not packed. At most one is open. Repeatable with the same key and body. May talk to the outside (the payment is started, money given back).
/// Refuses orders.not_found, request.stale_version, orders.not_editable, orders.edit_open, orders.packed, orders.price_changed, orders.refund_too_large, orders.other_delivery, stock.short,
/// carts.variant_unknown, shipping.option_unknown, shipping.address_not_served, payments.method_unavailable, promotions.offer_gone, request.invalid, idempotency.key_reused.
Task<Result<PaidEditMade>> open_paid_edit(App& app, Ctx ctx, OrderId order, std::optional<std::int64_t> version, std::string key, NewPaidEdit edit);
/// Staff gives up an edit that waits for its money: first its payment, then its goods. Where the money came first it is carried out instead. Repeatable. Talks to the outside.
/// Refuses orders.edit_not_found, orders.edit_closed (it ended otherwise), payments.gateway_unreachable.
Task<Result<PaidEditView>> withdraw_paid_edit(App& app, Ctx ctx, OrderId order, PaidEditId edit);
/// All edits of an order since it was paid, oldest first. Refuses orders.not_found.
Task<Result<std::vector<PaidEditView>>> paid_edits_of(App& app, Ctx ctx, OrderId order);

}  // namespace vitrine::orders
