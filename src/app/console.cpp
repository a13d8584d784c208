#include "app/console.h"

#include "io/telemetry/log.h"

namespace vitrine::app {

Console::Console(const Settings& settings) : database_(settings) {
    log::set_level(log::Level::warn);  // what a command has to say stands on standard output
    if (database_.is_private() || settings.migrates) database_.migrate();
    auto options = database_.app();
    options.connections = 1;
    db_.emplace(loop_, options);
    worker_.emplace(loop_, database_.worker(1));
}

}  // namespace vitrine::app
