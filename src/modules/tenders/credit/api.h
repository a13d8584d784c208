#pragma once
#include "modules/tenders/api.h"

namespace vitrine::tenders {

/// The store credit of whoever owns this mailbox, in this currency; nothing: there never was any.
Task<std::optional<AccountId>> credit_of(pg::Tx& tx, std::string email, Currency currency);

}  // namespace vitrine::tenders
