#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/command.h"

namespace vitrine::app {
namespace {

void print_settings(const Settings& settings, bool as_json) {
    std::string out = as_json ? "{" : "";
    for (const auto& doc : setting_docs()) {
        auto value = doc.get(settings);
        if (doc.is_secret && !value.empty()) value = "(set)";
        if (as_json) {
            if (out.size() > 1) out += ',';
            shape::write_string(out, doc.name);
            out += ':';
            shape::write_string(out, value);
        } else {
            out += fmt::format("{:24} {:28} {}\n", doc.name, value, doc.help);
        }
    }
    fmt::print("{}{}", out, as_json ? "}\n" : "");
}

}  // namespace

void add_config(CLI::App& program) {
    auto* command = program.add_subcommand("config", "Show every setting, its value now and what it means; secrets only as set or not");
    auto settings = add_settings(*command);
    auto as_json = std::make_shared<bool>(false);
    command->add_flag("--json", *as_json, "For scripts");
    command->callback([settings, as_json] { print_settings(settings(), *as_json); });
}

}  // namespace vitrine::app
