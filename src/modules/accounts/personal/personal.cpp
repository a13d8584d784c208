#include "io/crypto/digest.h"
#include "modules/accounts/personal/api.h"
#include "modules/accounts/proof.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

std::optional<KnownCustomer> known(const std::optional<PersonRow>& row) {
    if (!row || row->is_blocked || row->kind != Kind::customer) return {};
    auto email = Email::parse(row->email);
    if (!email) return {};
    return KnownCustomer{{row->kind, row->id}, *email, row->name};
}

std::string keep_token(const Config& config, StoreId store, std::string_view request) {
    return crypto::derived_token(config.master_key, "accounts.keep", store.text() + "\n" + std::string(request));
}

}  // namespace

Task<Result<KnownCustomer>> prove_customer(App& app, Ctx ctx, Person person, std::string password, Visitor visitor) {
    auto row = co_await prove_by_password(app, ctx, person, std::move(password), visitor);
    if (!row) co_return refuse(std::move(row.error()));
    auto customer = known(std::optional(std::move(*row)));
    if (!customer) co_return refuse(refusals::unauthenticated);
    co_return std::move(*customer);
}

Task<std::optional<KnownCustomer>> lock_customer(pg::Tx& tx, Person person) { co_return known(co_await tx.ask(sql::lock_person(person.id))); }

Task<std::optional<KnownCustomer>> customer_of_mailbox(pg::Tx& tx, const Email& mailbox) { co_return known(co_await tx.ask(sql::find_by_email(Kind::customer, rules::email_key(mailbox)))); }

Task<std::vector<std::string>> mailboxes_of(pg::Tx& tx, const KnownCustomer& customer) {
    std::vector<std::string> out{rules::email_key(customer.email)};
    for (auto& former : co_await tx.ask(sql::former_mailboxes(customer.person.id)))
        if (former != out.front()) out.push_back(std::move(former));
    co_return out;
}

std::string mailbox_key(const Email& mailbox) { return rules::email_key(mailbox); }

void send_privacy_letter(pg::Tx& tx, std::string subject, std::string what, const KnownCustomer& customer) {
    send_letter(tx, subject, {.what = std::move(what), .link = {}, .person = customer.person.text(), .session = {}});
}

void people_changed(App& app, pg::Tx& tx) { tell_processes(app, tx); }

std::string keep_account_url(const Config& config, const stores::Store& store, std::string_view request) {
    return store_base(config, store) + "/account/keep?request=" + std::string(request) + "&token=" + keep_token(config, store.id, request);
}

bool keeps_account(const Config& config, StoreId store, std::string_view request, std::string_view token) {
    return crypto::equal_in_constant_time(keep_token(config, store, request), token);
}

}  // namespace vitrine::accounts
