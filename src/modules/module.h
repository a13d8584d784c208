#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "io/http/routes.h"
#include "io/jobs/jobs.h"
#include "modules/app.h"

namespace vitrine {

/// A diagram of one state machine, printed into the docs by `vitrine selftest states`.
struct StateMachineDoc {
    std::string name;
    std::string diagram;
};

/// What a module plugs in. Each module has one function `Module xyz::module()` in module.cpp; app/modules.cpp lists them in call order.
struct Module {
    std::string_view name;
    void (*routes)(http::Routes<App>&) = nullptr;
    void (*jobs)(jobs::Registry&) = nullptr;
    std::vector<RefusalKind> refusals;
    std::vector<StateMachineDoc> states;
    void (*plug_in)() = nullptr;  ///< tells modules below what they may ask of this one; once, at the program's start
};

}  // namespace vitrine
