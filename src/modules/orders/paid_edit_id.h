#pragma once
#include "core/id.h"

namespace vitrine::orders {

using PaidEditId = Id<"oedt">;

}  // namespace vitrine::orders
