#include <CLI/CLI.hpp>

#include "app/command.h"
#include "app/serve.h"

namespace vitrine::app {

void add_work(CLI::App& program) {
    auto* command = program.add_subcommand("work", "Work off jobs without serving shoppers, until SIGTERM");
    auto settings = add_settings(*command);
    command->callback([settings] { finish(serve(settings(), true)); });
}

}  // namespace vitrine::app
