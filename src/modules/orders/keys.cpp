#include <algorithm>

#include "modules/orders/keys/api.h"

namespace vitrine::orders {

bool is_reserved_key(std::string_view key) {
    static constexpr std::string_view own[] = {"draft:", "edit:", "exchange:", "return:"};
    return std::ranges::any_of(own, [&](auto prefix) { return key.starts_with(prefix); });
}

Result<void> check_key_from_outside(std::string_view key) {
    if (!is_reserved_key(key)) return {};
    return refuse(refusals::invalid, {}, {{"/headers/idempotency-key", "reserved", "this key is of a kind that only the shop itself gives; choose another one"}});
}

}  // namespace vitrine::orders
