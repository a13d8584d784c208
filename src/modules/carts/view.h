#pragma once
#include "modules/carts/api.h"
#include "modules/stores/api.h"

namespace vitrine::carts {

/// Pure but for reading memory: prices a cart's lines by lists, promotions and taxes, and says what changed for the worse. A variant that is no
/// longer for sale stays visible with a notice and costs nothing. A currency the store no longer sells in counts as its own.
CartView priced(const CartRow& row, const quotes::Memory& memory, Instant now);

}  // namespace vitrine::carts
