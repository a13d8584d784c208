#pragma once
#include <cstdint>
#include <string_view>

#include "core/id.h"
#include "io/http/routes.h"

namespace vitrine::http {

/// One answered request. The path, the query and headers are not logged: they may carry tokens and addresses; the route's pattern is.
struct AccessLine {
    const Request& request;
    const Route* route;  ///< null: none fitted
    StoreId store;
    int status;
    std::uint64_t bytes;
    std::int64_t duration_us;
    std::string_view refusal_code;
};

/// Writes one JSON line, one in `sample` requests; failures of our own (500 and above) always.
void log_access(const AccessLine& line, int sample);

}  // namespace vitrine::http
