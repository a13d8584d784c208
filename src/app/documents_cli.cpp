// Commands that bring the database up to date, and print what the program knows of itself.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/command.h"
#include "app/database.h"
#include "app/modules.h"
#include "io/http/server.h"
#include "modules/outgoing/api.h"

namespace vitrine::app {
namespace {

void migrate(const Settings& settings) {
    Database database(settings);
    database.migrate();
    fmt::print("the database is up to date\n");
}

void print_openapi() {
    http::Routes<App> routes;
    for (const auto& module : modules())
        if (module.routes) module.routes(routes);
    fmt::print("{}\n", http::openapi_document(routes.take(), "Vitrine", "1"));
}

/// The life of everything that has states, as Mermaid diagrams for the documentation.
void print_states() {
    for (const auto& module : modules())
        for (const auto& machine : module.states) fmt::print("## {} ({})\n\n```mermaid\n{}```\n\n", machine.name, module.name, machine.diagram);
}

}  // namespace

void add_documents(CLI::App& program) {
    auto* migrating = program.add_subcommand("migrate", "Bring the database up to date; serve does it by itself with the private one");
    migrating->callback([settings = add_settings(*migrating, {"var", "log_level"})] { migrate(settings()); });
    program.add_subcommand("openapi", "Print the OpenAPI 3.1 document of the API")->callback([] { print_openapi(); });
    program.add_subcommand("events", "Print the catalogue of events with their schemas, as docs/events.md")->callback([] { fmt::print("{}", outgoing::events_document()); });
    program.add_subcommand("states", "Print every state machine as a diagram")->callback([] { print_states(); });
}

}  // namespace vitrine::app
