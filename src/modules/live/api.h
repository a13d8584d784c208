#pragma once
// What happens to orders, payments, parcels and stock, as server-sent events to those who may know (docs/guides/live.md).
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "modules/fulfilment/api.h"
#include "modules/orders/api.h"
#include "modules/payments/api.h"

namespace vitrine::live {

inline constexpr RefusalKind not_live{"live.not_live", 503, "Changes are not followed here; ask again by and by"};
inline constexpr RefusalKind too_many{"live.too_many", 429, "This is followed on as many screens as may be"};

struct PaymentStatus {
    payments::State state = payments::State::created;
    std::string method;
};
SHAPE(PaymentStatus, state, method)
struct ParcelStatus {
    fulfilment::State state = fulfilment::State::planned;
    std::string carrier, number;
    std::optional<std::string> tracking_url;
    std::optional<Instant> expected_at;
};
SHAPE(ParcelStatus, state, carrier, number, tracking_url, expected_at)

/// Where an order stands, as its buyer may know it: the whole of it in every message, so that one that was missed is made up for by the next.
struct OrderStatus {
    orders::OrderId order;
    std::string number;
    orders::State state = orders::State::pending_payment;
    Money total;
    std::optional<PaymentStatus> payment;      ///< of the last attempt
    std::vector<ParcelStatus> parcels;
};
SHAPE(OrderStatus, order, number, state, total, payment, parcels)

/// Pure.
OrderStatus status_of(const orders::OrderView& order, const std::optional<payments::PaymentView>& payment, const std::vector<fulfilment::ShopperParcel>& parcels);
/// Pure. A name of what a status says, alike in every process: the id of its message, by which a screen says what it shows.
std::string tag_of(const OrderStatus& status);

/// The stream of one order for whoever may see it; the caller has made sure of that. `seen`: the tag of what is on the screen, which is not told again; empty: none.
/// Events: `order` (OrderStatus), `ready` (nothing is new), `beat`. Refuses live.not_live, live.too_many.
Result<http::Response> order_stream(App& app, const Ctx& ctx, orders::OrderId order, std::string seen);

/// How often a loop looks. What was published by a transaction that took long has an id from its beginning: a look goes back `near`, now and then `far`.
struct Pace {
    Duration step = 50ms, between_looks = 100ms, far_every = 5s, levels_every = 500ms, beat_every = 10s;
    Duration near = 2s, far = 1min;
};

/// What a loop needs so that streams work on it: reads the news of stores that somebody follows here, woken by NOTIFY. One a loop, made after its App and gone before it.
/// Asks the database nothing while nobody follows anything.
class Streams {
public:
    struct Inner;
    Streams(App& app, pg::DbOptions listen, Pace pace = {});
    ~Streams();
    void end_all();                  ///< ends what is open; nothing opens any more
    Task<void> stop();               ///< the same, and waits for it

private:
    std::shared_ptr<Inner> inner_;
};

}  // namespace vitrine::live
