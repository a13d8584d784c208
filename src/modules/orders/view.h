#pragma once
#include "modules/orders/api.h"

namespace vitrine::orders {

/// The secret that lets a guest see their order: derived from the process's master key, so nothing is stored and a repeat gives the same.
std::string guest_token(const Config& config, OrderId id);

}  // namespace vitrine::orders
