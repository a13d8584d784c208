#include "app/console.h"

namespace vitrine::app {

Console::Console(const Settings& settings) : database_(settings) {
    if (database_.is_private() || settings.migrates) database_.migrate();
    auto options = database_.app();
    options.connections = 1;
    db_.emplace(loop_, options);
    worker_.emplace(loop_, database_.worker(1));
}

}  // namespace vitrine::app
