#pragma once
#include <memory>

#include "app/process_state.h"
#include "io/http/server.h"

namespace vitrine::app {

inline constexpr RefusalKind store_unknown{"stores.unknown", 404, "There is no such store here"};
inline constexpr RefusalKind starting{"server.starting", 503, "The shop is about to open"};

/// The gate of all routes: finds the store (X-Store, else Host) and, for staff routes, whom the API key in `Authorization: Bearer` speaks for.
/// Refuses server.starting, stores.unknown, request.unauthenticated, request.forbidden.
http::Gate make_gate(std::shared_ptr<const ProcessState> process);

}  // namespace vitrine::app
