#pragma once
#include <memory>

#include "app/process_state.h"
#include "io/http/server.h"

namespace vitrine::app {

inline constexpr RefusalKind store_unknown{"stores.unknown", 404, "There is no such store here"};
inline constexpr RefusalKind starting{"server.starting", 503, "The shop is about to open"};

/// The gate of all routes: finds the store (X-Store, else Host) and whom the request speaks for: on staff routes by the API key or the access token of a member of staff
/// in `Authorization: Bearer`, on open ones by a customer's access token or cookie (see accounts::admit). From memory, without the database.
/// Refuses server.starting, stores.unknown, request.unauthenticated, request.forbidden, accounts.token_invalid.
http::Gate make_gate(std::shared_ptr<const ProcessState> process);

}  // namespace vitrine::app
