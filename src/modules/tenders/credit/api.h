#pragma once
#include "modules/tenders/api.h"

namespace vitrine::tenders {

/// The store credit of whoever owns this mailbox, in this currency; nothing: there never was any.
Task<std::optional<AccountId>> credit_of(pg::Tx& tx, std::string email, Currency currency);

/// Takes up to so much back from the store credit of whoever owns this mailbox, in the caller's transaction: never more than is left. `why.from` is the ledger's account that it goes to. Gives what was taken.
Task<Money> take_credit(pg::Tx& tx, std::string email, Money most, Grant why);

}  // namespace vitrine::tenders
