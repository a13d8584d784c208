#pragma once
#include "io/jobs/jobs.h"
#include "modules/catalog/product.h"

namespace vitrine::catalog {

inline constexpr auto window_job = "catalog.window";

/// A product's window opens or closes about now.
struct WindowTurn {
    ProductId product;
};
SHAPE(WindowTurn, product)

/// Queues a look at the product for each end of its window that lies ahead. Edits add timers and take none back: one that comes for nothing does nothing.
void set_timers(pg::Tx& tx, const FullProduct& product);

/// Shows or hides a product whose window has turned, and tells the followers. Repeatable: decides by the window as it is now.
Task<void> turn_window(App& app, const jobs::Attempt& attempt, const WindowTurn& turn);

}  // namespace vitrine::catalog
