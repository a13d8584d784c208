#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/http/server.h"
#include "modules/app.h"

namespace vitrine::app {

/// Everything that can be set about the process. Later sources win: built-in values, vitrine.toml, environment, flags.
struct Settings {
    Config shop;                        ///< what the modules see
    http::ServerOptions http;
    std::string database_url;           ///< empty: a private cluster in <var>/pg
    std::string var_folder = "var";
    int threads = 0;                    ///< event loops; 0: one per core
    int workers = 0;                    ///< loops that also run jobs; 0: all
    int database_connections = 8;       ///< of each loop
    bool migrates = false;              ///< at start; a private cluster is always migrated
    int drain_ms = 20'000;              ///< how long requests in work may take after SIGTERM
    std::string redis_url;              ///< where several processes keep one queue of buyers; empty: each its own
    int rate_limit_factor = 1;          ///< multiplies how often a client may call limited routes; 0: as often as it likes
    int metrics_port = 0;               ///< 0: none of its own
    std::string metrics_token;          ///< Bearer token that opens /metrics on the main port; empty: closed
    std::string log_file;               ///< empty: standard error
    std::string log_level = "info";
};

/// One setting: `name` as in vitrine.toml; in the environment VITRINE_<NAME>; as a flag --<name> with hyphens, but for secrets.
struct SettingDoc {
    std::string name, help;
    bool is_secret = false;
    std::function<void(Settings&, const std::string&)> set;  ///< std::runtime_error when the value does not fit
    std::function<std::string(const Settings&)> get;
};
const std::vector<SettingDoc>& setting_docs();

/// A flag given on the command line.
struct FlagValue {
    std::string name, value;
};

/// Reads the sources. `file`: must be readable when given; otherwise vitrine.toml is read when it is there. The database's address is also
/// taken from DATABASE_URL. std::runtime_error naming the source and the setting for an unknown name or a value that does not fit.
Settings load_settings(const std::string& file, const std::function<const char*(const char*)>& environment, const std::vector<FlagValue>& flags);

/// The key that seals and signs, when none is configured: made once and kept in <var>/master.key, readable by its owner only.
std::string kept_master_key(const std::string& var_folder);
/// The settings with that key where none is configured.
Settings with_master_key(Settings settings);

}  // namespace vitrine::app
