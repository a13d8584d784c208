#include "core/ctx.h"

#include <algorithm>

namespace vitrine {

std::string_view role_name(Role role) {
    switch (role) {
        case Role::guest: return "guest";
        case Role::customer: return "customer";
        case Role::staff: return "staff";
        case Role::worker: return "worker";
    }
    return "guest";
}

bool allows(const std::vector<std::string>& permissions, std::string_view wanted) {
    return std::ranges::any_of(permissions, [&](const auto& held) {
        return held == "*" || held == wanted || (held.ends_with(":*") && wanted.starts_with(std::string_view(held).substr(0, held.size() - 1)));
    });
}

bool Ctx::may(std::string_view permission) const { return role == Role::worker || (role == Role::staff && (actor == "cli" || allows(permissions, permission))); }

}  // namespace vitrine
