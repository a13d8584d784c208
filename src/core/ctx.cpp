#include "core/ctx.h"

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

}  // namespace vitrine
