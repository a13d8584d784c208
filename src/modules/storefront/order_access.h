#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "io/http/message.h"
#include "modules/orders/api.h"

namespace vitrine::storefront {

/// The order of this id for a browser that placed it (cookie) or holds its link (`token` in the query). request.not_found otherwise, whatever the reason.
Task<Result<orders::OrderView>> order_of(App& app, Ctx ctx, const http::Request& request, std::string_view id);

/// What the form for a proof of payment carries: nobody can make it without our key. Whoever sees the page may send the form.
std::string proof_token(const Config& config, const std::string& order);

/// The payment of an order that counts: the last one opened. Nothing when there is none.
Task<std::optional<payments::PaymentView>> last_payment(App& app, Ctx ctx, std::string order);

}  // namespace vitrine::storefront
