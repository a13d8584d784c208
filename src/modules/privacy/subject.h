#pragma once
// Who a request is about.
#include "modules/documents/personal/api.h"
#include "modules/privacy/rows.h"

namespace vitrine::privacy {

/// A person in all of the store: the account, if any, and the mailboxes whose things are theirs.
struct Subject {
    std::optional<accounts::KnownCustomer> customer;
    std::vector<std::string> mailboxes, keys;

    std::optional<Uuid> account() const { return customer ? std::optional(customer->person.id) : std::nullopt; }
    documents::Buyer buyer() const { return {account(), mailboxes, keys}; }
};

/// Of a customer, who is locked.
Task<Subject> subject_of(pg::Tx& tx, accounts::KnownCustomer customer);
/// Of a mailbox, with the account that has it, if any, locked.
Task<Subject> subject_of_mailbox(pg::Tx& tx, const Email& mailbox);
/// Of a request that waits.
Task<Subject> subject_of_request(pg::Tx& tx, const RequestRow& row);

/// Names what is open. Refuses privacy.bound, with a fault for each: its code, and what it is about.
Task<Result<void>> check_unbound(pg::Tx& tx, const Subject& subject);

}  // namespace vitrine::privacy
