#include <CLI/CLI.hpp>

#include "app/command.h"
#include "app/serve.h"

namespace vitrine::app {

void add_serve(CLI::App& program) {
    auto* command = program.add_subcommand("serve", "Serve the shop: pages, API and background work, until SIGTERM");
    auto settings = add_settings(*command);
    command->callback([settings] { finish(serve(settings())); });
}

}  // namespace vitrine::app
