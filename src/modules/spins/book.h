#pragma once
// Which turntables are published, as this process knows it. Any thread.
#include "modules/spins/api.h"

namespace vitrine::spins {

/// Takes over what was just committed here, before the next refresh finds it. Nothing: it is not published any more.
void know(StoreId store, ProductId product, std::optional<Shown> shown);

}  // namespace vitrine::spins
