// A buyer who pays by bank sends a picture of the transfer, with scripts or without.
#include <algorithm>

#include "io/crypto/digest.h"
#include "io/http/multipart.h"
#include "modules/orders/edited/api.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/flash.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/order_access.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

std::string field_of(const std::vector<http::FormPart>& parts, std::string_view name) {
    auto part = std::ranges::find(parts, name, &http::FormPart::name);
    return part == parts.end() ? std::string() : std::string(part->bytes);
}

}  // namespace

std::string proof_token(const Config& config, const std::string& order) { return crypto::derived_token(config.master_key, "storefront.proof", order); }

Task<Result<http::Response>> send_proof(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    std::string_view path = request.path;
    path.remove_prefix(std::string_view("/orders/").size());
    path.remove_suffix(std::string_view("/proof").size());
    auto order = co_await order_of(app, ctx, request, path);
    if (!order) co_return refuse(order.error());
    auto id = order->id.text(), back = "/orders/" + id;
    auto parts = http::parse_multipart(request.header("content-type"), request.body);
    bool may = parts && origin_of(request) != Origin::foreign && crypto::equal_in_constant_time(field_of(*parts, "csrf"), proof_token(app.config, id));
    if (!may) co_return onward(page, back, "expired");
    auto difference = co_await orders::open_difference(app, ctx, order->id);   // of an edit: then the order's own payment is over
    auto sent = co_await payments::add_proof(app, ctx, difference ? difference->payment : order->payment, field_of(*parts, "proof"));
    co_return onward(page, back, sent ? std::string_view("proof_sent") : flash_code_of(sent.error()));
}

}  // namespace vitrine::storefront
