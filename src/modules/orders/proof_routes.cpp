// The buyer of an order that is paid by bank shows that the money is on its way.
#include "modules/orders/edited/api.h"
#include "modules/orders/routes.h"
#include "modules/orders/view.h"

namespace vitrine::orders {
namespace {

struct OrderPath {
    OrderId id;
};
SHAPE(OrderPath, id)
struct GuestHeader {
    std::string x_order_token;
};
SHAPE(GuestHeader, x_order_token)

/// The file itself is the body; what type it is decides its content.
Task<Result<http::Created<payments::ProofView>>> post_proof(App& app, Ctx ctx, http::Path<OrderPath> path, http::Headers<GuestHeader> header, const http::Request& request) {
    auto bytes = request.body;
    auto order = co_await view(app, ctx, path->id, header->x_order_token);
    if (!order) co_return refuse(std::move(order.error()));
    auto difference = co_await open_difference(app, ctx, path->id);   // of an edit: then the order's own payment is over
    auto proof = co_await payments::add_proof(app, ctx, difference ? difference->payment : order->payment, std::move(bytes));
    if (!proof) co_return refuse(std::move(proof.error()));
    co_return http::Created<payments::ProofView>{std::move(*proof), "/api/v1/orders/" + path->id.text(), false};
}

}  // namespace

void proof_routes(http::Routes<App>& routes) {
    routes.post("/api/v1/orders/{id}/payment-proofs", post_proof,
                {.summary = "Send a picture or PDF that shows the bank transfer; for the guest who holds the order's token (X-Order-Token)",
                 .body_limit_bytes = payments::largest_proof + 1024,
                 .refusals = {not_found, payments::proof_not_wanted, payments::proof_type, payments::proof_too_large, payments::proof_too_many},
                 .rate = http::RatePolicy{"payment-proofs", 20, 600}});
}

}  // namespace vitrine::orders
