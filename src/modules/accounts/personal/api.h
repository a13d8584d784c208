#pragma once
// What those who export and forget a person's data need of an account.
#include <optional>
#include <string>
#include <vector>

#include "modules/accounts/api.h"

namespace vitrine::accounts {

/// A customer as they stand.
struct KnownCustomer {
    Person person;
    Email email;
    std::string name;
};

/// Whoever is signed in proves it once more by the password. Counts tries. Refuses accounts.credentials_wrong (also where the account has no password: set one by a link),
/// request.too_many, request.unauthenticated, server.overloaded.
Task<Result<KnownCustomer>> prove_customer(App& app, Ctx ctx, Person person, std::string password, Visitor visitor);
/// The customer behind their lock: nobody else changes or forgets them in the meantime. Nothing where they are gone or were forgotten.
Task<std::optional<KnownCustomer>> lock_customer(pg::Tx& tx, Person person);
/// The customer who has this mailbox, if any; nothing for the row of somebody who was forgotten.
Task<std::optional<KnownCustomer>> customer_of_mailbox(pg::Tx& tx, const Email& mailbox);
/// The mailboxes whose things are this person's, as mailboxes are compared: the present one, and those the account has moved from that are nobody else's now.
Task<std::vector<std::string>> mailboxes_of(pg::Tx& tx, const KnownCustomer& customer);
/// Pure. The form in which mailboxes are compared.
std::string mailbox_key(const Email& mailbox);

/// Queues a mail to the account's mailbox about `subject` ("prq_…"): "deletion_asked" or "export_ready".
void send_privacy_letter(pg::Tx& tx, std::string subject, std::string what, const KnownCustomer& customer);
/// Tells every process after the commit that people are other than they were.
void people_changed(App& app, pg::Tx& tx);

/// Pure. Where the mail about a deletion leads, with the token that takes it back; the token is made by our key and stands in no table.
std::string keep_account_url(const Config& config, const stores::Store& store, std::string_view request);
/// Pure. Whether this is that token.
bool keeps_account(const Config& config, StoreId store, std::string_view request, std::string_view token);

}  // namespace vitrine::accounts
