#include "tests/shop/plugs.h"

#include "app/modules.h"

namespace vitrine::test {

void plug_modules_once() {
    static const bool plugged = [] {
        for (const auto& module : app::modules())
            if (module.jobs) module.jobs(jobs::Registry::global());
        for (const auto& module : app::modules())
            if (module.plug_in) module.plug_in();
        return true;
    }();
    (void)plugged;
}

}  // namespace vitrine::test
