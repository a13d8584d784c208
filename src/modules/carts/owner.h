#pragma once
#include "modules/carts/api.h"

namespace vitrine::carts {

/// The customer's one active cart, opened where there is none. Two devices that open it at once get the same one. The row is not locked.
Task<Result<CartRow>> open_own(pg::Tx& tx, CustomerId customer, Instant now);

}  // namespace vitrine::carts
