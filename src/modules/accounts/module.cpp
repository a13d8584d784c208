#include "modules/accounts/module.h"

#include "modules/accounts/asked.h"
#include "modules/accounts/passkeys/api.h"
#include "modules/accounts/routes.h"
#include "modules/accounts/staff.h"

namespace vitrine::accounts {
namespace {

void plug_in() { flags::declare(new_passkeys); }

void jobs(jobs::Registry& registry) { registry.timer(std::string(answer_kind), answer); }

}  // namespace

Module module() {
    return {.name = "accounts",
            .routes = routes,
            .jobs = jobs,
            .refusals = {credentials_wrong, link_dead, password_weak, code_wrong, token_invalid, session_unknown, address_unknown, too_many_addresses, second_factor_required, second_factor_present,
                         provider_unknown, provider_away, provider_refused, provider_unproved, role_unknown, role_in_use, invitation_unknown, staff_unknown, beyond_own,
                         passkey_refused, passkey_suspect, passkey_unknown, passkey_known, too_many_passkeys},
            .plug_in = plug_in};
}

}  // namespace vitrine::accounts
