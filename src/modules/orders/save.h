#pragma once
#include "modules/ledger/api.h"
#include "modules/orders/api.h"
#include "modules/orders/later_delivery.h"
#include "modules/orders/rules.h"

namespace vitrine::orders {

/// One decided order with everything its rows need.
struct NewOrder {
    OrderView view;                    ///< as answered, without the guest's token
    CartId cart;
    std::string idempotency_key;
    std::string fingerprint;           ///< SHA-256 of the request
    Instant expires{};                 ///< of the stock it holds and of its payment window
    std::string actor, request_id;     ///< who asked for it: for the timeline, the books and the news
    std::optional<risk::Assessed> assessed = {};  ///< what the rules on risk said, where the store has some
    std::vector<rules::LinePart> parts = {};                  ///< of its bundles
    std::vector<stock::Want> goods = {}, promised = {};  ///< what it takes from the shelves, and how much of that is not there yet
    std::vector<promotions::PromotionId> first_order_only = {};  ///< of its promotions, those that ask for a first order
};

/// Pure. An order in the books: the buyer owes the total, the shop owes goods, delivery and tax. Sales and delivery stand before discounts; `discounts` is what they lack. `later`: deliveries that edits have added.
std::vector<ledger::Line> sale_of(const OrderView& view, const std::vector<LaterDelivery>& later = {});

/// The payment that is opened with an order.
payments::NewPayment payment_of(const NewOrder& order);

/// Queues the lines of an order that has none.
void save_lines(pg::Tx& tx, const OrderView& order);
/// Queues what bundles among the lines of these orders are made of. Most orders have none: then there is nothing to write.
void save_parts(pg::Tx& tx, const std::vector<NewOrder>& orders);

/// Queues everything that placing these orders writes, set-based: reservations, orders, lines, timeline, idempotency claims, carts, payments,
/// ledger, news, expiry timers, and what promotions and gift cards give (offers.h). Any number of orders; all of them or none. Carts are locked and were found good by this
/// transaction; stock was found enough, and its constraint has the last word.
void save_orders(pg::Tx& tx, const std::vector<NewOrder>& orders);

}  // namespace vitrine::orders
