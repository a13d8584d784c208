#pragma once
// Whose idempotency keys are whose.
#include <string_view>

#include "core/result.h"

namespace vitrine::orders {

/// Pure. Keys that only this program may give, for what it places and gives back by itself ("draft:…", "exchange:…", "return:…"): whoever brings a key from outside may not have taken one.
bool is_reserved_key(std::string_view key);
/// Pure. Refuses request.invalid for such a key.
Result<void> check_key_from_outside(std::string_view key);

}  // namespace vitrine::orders
