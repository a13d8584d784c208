#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/config.h"

namespace CLI {
class App;
}

namespace vitrine::app {

/// Gives `command` the flag --config and one for each setting named (all that are no secret when `names` is empty). The function it returns
/// reads file, environment and flags; call it in the command's callback.
std::function<Settings()> add_settings(CLI::App& command, std::vector<std::string> names = {});

/// What the callback of a command ends with: 0 done, 1 failed. Throws what the command line turns into the exit code.
void finish(int exit_code);

void add_serve(CLI::App& program);
void add_import(CLI::App& program);
void add_legacy_money(CLI::App& program);
void add_export(CLI::App& program);
void add_sample(CLI::App& program);
void add_config(CLI::App& program);
void add_documents(CLI::App& program);
void add_work(CLI::App& program);
void add_simulate(CLI::App& program);
void add_jobs(CLI::App& program);
/// `vitrine verify [--store SLUG] [--json]`: exit code 1 when anything is wrong.
void add_verify(CLI::App& program);
void add_settlement(CLI::App& program);
/// `vitrine store load FOLDER [--default] [--json]`, `vitrine store list [--json]`.
void add_store(CLI::App& program);
/// `vitrine payments stuck | reverify ID… | --all-stuck`, `vitrine replay-webhooks [--shuffle] [--duplicate N]`.
void add_payments(CLI::App& program);
/// `vitrine selftest payments --orders N --faults all --seed S [--json]`: exit code 1 when the books do not agree afterwards.
void add_selftest(CLI::App& program);
/// `vitrine admin routes [WORD]`, `vitrine admin call METHOD PATH [FIELD…]`: exit code 1 when it is refused.
void add_admin(CLI::App& program);
/// `vitrine user key --store SLUG --name NAME --permission WORD…`: prints a new API key, this once.
void add_user(CLI::App& program);
/// `vitrine staff invite EMAIL | role NAME | list | block EMAIL | unblock EMAIL --store SLUG`.
void add_staff(CLI::App& program);

}  // namespace vitrine::app
