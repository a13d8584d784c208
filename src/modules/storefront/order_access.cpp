#include "modules/storefront/order_access.h"

#include <algorithm>

#include "modules/storefront/visit.h"

namespace vitrine::storefront {
namespace {

std::string token_of(const http::Request& request, const std::string& order) {
    for (const auto& [name, value] : request.query)
        if (name == "token" && !value.empty()) return value;
    return order_token(request, order);
}

}  // namespace

Task<Result<orders::OrderView>> order_of(App& app, Ctx ctx, const http::Request& request, std::string_view id) {
    auto order = orders::OrderId::parse(id);
    if (!order) co_return refuse(refusals::not_found);
    auto token = token_of(request, order->text());
    if (token.empty()) co_return refuse(refusals::not_found);
    auto seen = co_await orders::view(app, ctx, *order, token);
    if (!seen) co_return refuse(refusals::not_found);
    co_return std::move(*seen);
}

Task<std::optional<payments::PaymentView>> last_payment(App& app, Ctx ctx, std::string order) {
    auto all = co_await payments::of_order(app, ctx, std::move(order));
    if (all.empty()) co_return std::nullopt;
    co_return *std::ranges::max_element(all, {}, &payments::PaymentView::created_at);
}

}  // namespace vitrine::storefront
