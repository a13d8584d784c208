#pragma once
#include <memory>
#include <vector>

#include "app/process_state.h"
#include "io/http/routes.h"

namespace vitrine::app {

/// Health, metrics, the OpenAPI document and its page. They belong to the process, not to a store.
std::vector<http::Route> system_routes(std::shared_ptr<const ProcessState> process);

/// Health and metrics only, unguarded: for a port of its own.
std::vector<http::Route> metrics_routes(std::shared_ptr<const ProcessState> process);

/// Writes the document of `routes` and the page that shows it into `process`.
void describe_routes(ProcessState& process, const std::vector<http::Route>& routes);

}  // namespace vitrine::app
