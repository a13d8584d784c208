#pragma once
#include "io/http/message.h"
#include "modules/app.h"

namespace vitrine::storefront {

/// To be run once somebody has signed in, with the customer's ctx, the request that did it and the answer to it. The cart and the lists that this browser held as a
/// guest go into the customer's own, its cookies name those from now on, and where that changed a quantity the next page says so. Repeatable; does not refuse.
Task<void> bring_along(App& app, Ctx ctx, const http::Request& request, http::Response& response);

}  // namespace vitrine::storefront
