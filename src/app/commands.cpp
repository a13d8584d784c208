#include "app/commands.h"

#include <CLI/CLI.hpp>

namespace vitrine::app {

int run(int argc, char** argv) {
    CLI::App program("Vitrine: a whole shop in one program on PostgreSQL", "vitrine");
    program.require_subcommand(1);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& fault) {
        return program.exit(fault) == 0 ? 0 : 2;
    }
    return 0;
}

}  // namespace vitrine::app
