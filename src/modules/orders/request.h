#pragma once
#include "modules/orders/api.h"
#include "modules/stock/api.h"

namespace vitrine::orders {

/// One buyer's wish to turn a cart into an order, as the lane carries it. Nothing in it belongs to a transaction, so it may be decided again.
struct Request {
    Ctx ctx;
    carts::CartKey cart;
    std::string idempotency_key;
    std::string fingerprint;   ///< SHA-256 of what is asked and by whom
    PlaceOrder in;
    Visitor visitor = {};
    AgreedPrices agreed = {};
    bool gives_delivery = false;     ///< the shop delivers it for nothing
    stock::HoldLimits limits = {};   ///< how long the store keeps goods for who pays online
};

/// The order as it was saved or, for a repeat, as it was first answered; without the guest's token.
struct Saved {
    OrderView view;
    bool replayed = false;
    std::optional<payments::Next> next;   ///< absent: ask payments::start
};

}  // namespace vitrine::orders
