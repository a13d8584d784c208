#include <algorithm>

#include "io/crypto/digest.h"
#include "modules/live/hub.h"

namespace vitrine::live {

OrderStatus status_of(const orders::OrderView& order, const std::optional<payments::PaymentView>& payment, const std::vector<fulfilment::ShopperParcel>& parcels) {
    OrderStatus status{.order = order.id, .number = order.number, .state = order.state, .total = order.total, .payment = {}, .parcels = {}};
    if (payment) status.payment = PaymentStatus{payment->state, payment->method};
    for (const auto& parcel : parcels) status.parcels.push_back({parcel.state, parcel.carrier, parcel.number, parcel.tracking_url, parcel.expected_at});
    return status;
}

std::string tag_of(const OrderStatus& status) { return crypto::hex(crypto::sha256(to_json(status))).substr(0, 16); }

Task<std::optional<OrderStatus>> read_status(App& app, Ctx ctx, orders::OrderId id) {
    auto order = co_await orders::view(app, ctx, id, orders::guest_token(app.config, id));
    if (!order) co_return std::nullopt;
    auto attempts = co_await payments::of_order(app, ctx, id.text());
    auto last = std::ranges::max_element(attempts, {}, &payments::PaymentView::created_at);
    auto parcels = co_await fulfilment::parcels_for_shopper(app, ctx, id);
    co_return status_of(*order, last == attempts.end() ? std::optional<payments::PaymentView>() : std::optional(*last), parcels);
}

}  // namespace vitrine::live
