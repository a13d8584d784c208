#pragma once
// What other programs hear of the shop: signed webhooks of each store's choosing, and a copy of all news at a broker.
#include <span>
#include <string>

#include "core/shape.h"
#include "core/task.h"
#include "modules/app.h"
#include "modules/notices/api.h"

namespace vitrine::outgoing {

using EndpointId = Id<"wep">;
using DeliveryId = Id<"dlv">;

/// Pure. What this module wants to be told: whether webhooks may go to private addresses, and where the broker is.
std::span<const notices::ProcessSetting> process_settings();

/// Turns the copy for the broker on for every store whose settings name one, where it is not on already. Repeatable; to be called at the start and now and then, since stores
/// come and go. News from before are not copied.
Task<void> follow_settings(App& app, Ctx ctx);

/// Pure. The catalogue of news with the JSON Schema of each, as docs/events.md holds it.
std::string events_document();

}  // namespace vitrine::outgoing
