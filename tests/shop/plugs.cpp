#include "tests/shop/plugs.h"

#include "app/modules.h"

namespace vitrine::test {

void plug_modules_once() { app::plug_modules(); }

}  // namespace vitrine::test
