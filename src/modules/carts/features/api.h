#pragma once
// What of carts a store may switch.
#include "modules/flags/api.h"

namespace vitrine::carts {

/// Off: the cart page works by its forms, and no WebSocket is opened; those that are open end when their device comes back.
inline constexpr flags::Flag live_cart{"live-cart", "The cart follows its owner to all devices while it is open, by WebSocket"};

}  // namespace vitrine::carts
