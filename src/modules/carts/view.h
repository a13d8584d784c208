#pragma once
#include "modules/carts/api.h"
#include "modules/stores/api.h"

namespace vitrine::carts {

/// Pure but for reading the snapshot: prices a cart's lines and says what changed for the worse. A variant that is no longer for sale stays
/// visible with a notice and costs nothing.
CartView priced(const CartRow& row, const stores::Store& store, const search::Snapshot& snapshot);

}  // namespace vitrine::carts
