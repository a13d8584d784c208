#include "app/command.h"

#include <algorithm>
#include <cstdlib>

#include <CLI/CLI.hpp>

namespace vitrine::app {

std::function<Settings()> add_settings(CLI::App& command, std::vector<std::string> names) {
    struct Given {
        std::string file;
        std::vector<FlagValue> flags;
    };
    auto given = std::make_shared<Given>();
    command.add_option("--config", given->file, "File of settings in TOML; vitrine.toml is read when it is there");
    for (const auto& doc : setting_docs()) {
        bool is_wanted = names.empty() || std::ranges::find(names, doc.name) != names.end();
        if (doc.is_secret || !is_wanted) continue;  // a secret on the command line is seen by every user of the machine
        std::string flag = "--" + doc.name;
        std::ranges::replace(flag, '_', '-');
        auto take = [given, name = doc.name](const std::string& value) { given->flags.push_back({name, value}); };
        command.add_option_function<std::string>(flag, take, doc.help)->type_name("VALUE");
    }
    return [given] { return load_settings(given->file, [](const char* name) { return std::getenv(name); }, given->flags); };
}

void finish(int exit_code) {
    if (exit_code) throw CLI::RuntimeError(exit_code);
}

}  // namespace vitrine::app
