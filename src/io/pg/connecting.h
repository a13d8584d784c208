#pragma once
#include "io/pg/connection.h"

namespace vitrine::pg {

/// Connects without holding the loop (but for the look-up of a host name, which libpq does at once) and calls `done` once, later, with a connection or with
/// nothing and the reason.
void connect(asio::io_context& context, const ConnectParameters& parameters, std::function<void(std::shared_ptr<Connection>, std::string)> done);

/// How long to wait before the next try: doubles from 50 ms to 5 s, then up to half is taken off at random so that processes do not come back in step.
Duration backoff(int failures_in_row);

}  // namespace vitrine::pg
