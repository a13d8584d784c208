#include "app/commands.h"

#include <cstdio>

#include <CLI/CLI.hpp>

#include "app/command.h"

namespace vitrine::app {

int run(int argc, char** argv) {
    CLI::App program("Vitrine: a whole shop in one program on PostgreSQL", "vitrine");
    program.require_subcommand(1);
    for (auto add : {add_serve, add_work, add_simulate, add_jobs, add_import, add_legacy_money, add_export, add_sample, add_verify, add_settlement, add_admin, add_payments, add_selftest, add_store, add_user, add_staff, add_documents, add_config}) add(program);
    try {
        program.parse(argc, argv);
    } catch (const CLI::RuntimeError& ended) {  // a command's own exit code
        return ended.get_exit_code();
    } catch (const CLI::ParseError& fault) {
        return program.exit(fault) == 0 ? 0 : 2;
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "vitrine: %s\n", fault.what());
        return 1;
    }
    return 0;
}

}  // namespace vitrine::app
