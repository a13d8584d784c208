#pragma once
#include "modules/orders/drafts.h"
#include "modules/stock/api.h"

namespace vitrine::orders {

/// The draft an order is placed from, as it was read.
struct DraftSeen {
    DraftId id;
    std::int64_t version = 1;
};

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
    std::optional<DraftSeen> draft = {};   ///< placed only while the draft is open and says what was read
};

/// The order as it was saved or, for a repeat, as it was first answered; without the guest's token.
struct Saved {
    OrderView view;
    bool replayed = false;
    std::optional<payments::Next> next;   ///< absent: ask payments::start
};

/// place (api.h) for modules of this house: under any key, and of a draft only while it is open at the version that was read (else request.stale_version).
Task<Result<Placed>> place_as(App& app, Ctx ctx, carts::Access access, std::string idempotency_key, PlaceOrder in, Visitor visitor, AgreedPrices agreed, std::optional<DraftSeen> draft,
                              bool gives_delivery = false);

}  // namespace vitrine::orders
