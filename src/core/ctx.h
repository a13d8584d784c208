#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/id.h"
#include "core/time.h"

namespace vitrine {

/// Who acts, as the database's policies and the audit see it.
enum class Role { guest, customer, staff, worker };

/// What a use case knows of the call it serves. Copied freely; holds no connection and no lock.
struct Ctx {
    Instant now{};            ///< taken once, when the request or job began
    StoreId store;            ///< nil outside any store: then every table of a store reads empty
    Role role = Role::guest;
    std::string actor;        ///< a prefixed id, or "job:…", "cli"; never a secret
    Instant deadline{};       ///< after which the answer is of no use; statements are cancelled then. Zero: none
    std::string request_id;   ///< for logs and problem+json's instance
    std::string trace_id;     ///< 32 hex digits of traceparent
    std::vector<std::string> permissions = {};  ///< of staff: what their key or role allows

    /// Whether whoever acts holds this permission. Our own jobs and commands may do everything.
    bool may(std::string_view permission) const;
};

std::string_view role_name(Role role);

/// Whether a list of permissions holds `wanted`: itself, "orders:*" for all of orders, or "*" for everything.
bool allows(const std::vector<std::string>& permissions, std::string_view wanted);

}  // namespace vitrine
