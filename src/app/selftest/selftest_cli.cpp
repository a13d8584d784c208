#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/command.h"
#include "app/selftest/report.h"
#include "app/selftest/scratch.h"
#include "io/telemetry/log.h"

namespace vitrine::app {
namespace {

struct Asked {
    selftest::Wanted wanted;
    std::string mishaps = "all", server;
    bool as_json = false, is_loud = false;
};

int try_payments(const Settings& settings, const Asked& asked) {
    auto wanted = asked.wanted;
    wanted.mishaps = selftest::read_mishaps(asked.mishaps);
    if (!asked.is_loud) log::to_file("/dev/null");  // what goes wrong is meant to
    selftest::Scratch scratch(asked.server);
    selftest::Sandbox box(scratch.place(), settings.shop.preset_folder, wanted.seed);
    auto report = selftest::try_payments(box, wanted);
    fmt::print("{}", asked.as_json ? to_json(report) + "\n" : selftest::table_of(report));
    return report.is_clean() ? 0 : 1;
}

}  // namespace

void add_selftest(CLI::App& program) {
    auto* group = program.add_subcommand("selftest", "Let the program prove itself on a database of its own; the shops' data is not opened");
    group->require_subcommand(1);
    auto asked = std::make_shared<Asked>();
    auto* payments = group->add_subcommand("payments", "Buyers at all gateways while everything goes wrong that may; then the books are compared. Exit code 1: they do not agree");
    payments->add_option("--orders", asked->wanted.orders, "How many")->check(CLI::Range(1, 1'000'000))->capture_default_str();
    payments->add_option("--seed", asked->wanted.seed, "The same seed gives the same report, byte for byte")->capture_default_str();
    payments->add_option("--faults", asked->mishaps, "all, none, or kinds with commas between (failed_call, crash, lost_message …)")->capture_default_str();
    payments->add_option("--server", asked->server, "A PostgreSQL server where a further database may be made; without it a private one is started");
    payments->add_flag("--json", asked->as_json, "For scripts");
    payments->add_flag("--loud", asked->is_loud, "With the program's log");
    auto settings = add_settings(*payments, {"preset_folder"});
    payments->callback([settings, asked] { finish(try_payments(settings(), *asked)); });
}

}  // namespace vitrine::app
