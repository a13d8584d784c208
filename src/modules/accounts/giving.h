#pragma once
// Roles that are given or taken: what whoever gives them must be able to do.
#include "modules/accounts/staff.h"

namespace vitrine::accounts {

/// Pure. Whether the caller may do all of this.
bool may_give(const Ctx& ctx, const std::vector<std::string>& permissions);

/// What becomes of a role that is not there: it may not be given; who has it has nothing by it, and may still be blocked.
enum class Vanished { refused, ignored };
/// Pure. Whether these roles allow nothing that the caller may not do. Refuses accounts.role_unknown, accounts.beyond_own.
Result<void> judge(const Ctx& ctx, const std::vector<RoleRow>& known, const std::vector<std::string>& names, Vanished vanished);

}  // namespace vitrine::accounts
