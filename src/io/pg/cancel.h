#pragma once
struct pg_conn;

namespace vitrine::pg {

/// Asks the server to cancel what this connection runs. Opens a connection of its own, which blocks, so it happens on a thread beside the loops.
void cancel_elsewhere(pg_conn* connection);

}  // namespace vitrine::pg
