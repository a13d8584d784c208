#include "modules/privacy/subject.h"

#include "core/check.h"
#include "modules/privacy/sql.h"
#include "modules/promotions/api.h"

namespace vitrine::privacy {
namespace {

Subject with_keys(std::optional<accounts::KnownCustomer> customer, std::vector<std::string> mailboxes) {
    Subject subject{std::move(customer), std::move(mailboxes), {}};
    for (const auto& mailbox : subject.mailboxes)
        if (auto key = promotions::customer_key(mailbox); !key.empty()) subject.keys.push_back(std::move(key));
    return subject;
}

std::string words_of(const Bound& bound) {
    if (bound.code == "order_open") return "order " + bound.what + " is not finished";
    if (bound.code == "draft_open") return "an order is being written: " + bound.what;
    if (bound.code == "payment_open") return "the payment of order " + bound.what + " is open";
    if (bound.code == "refund_open") return "money of order " + bound.what + " is on its way back";
    if (bound.code == "dispute_open") return "the payment of order " + bound.what + " is disputed";
    if (bound.code == "payment_in_doubt") return "the payment of order " + bound.what + " waits for a person";
    if (bound.code == "parcel_open") return "a parcel of order " + bound.what + " is on its way";
    if (bound.code == "return_open") return "return " + bound.what + " is not finished";
    if (bound.code == "review_open") return "order " + bound.what + " waits for a person";
    if (bound.code == "credit_left") return "there is store credit in " + bound.what + "; spend it, or ask the store to void it";
    return bound.code + " " + bound.what;
}

}  // namespace

Task<Subject> subject_of(pg::Tx& tx, accounts::KnownCustomer customer) {
    auto mailboxes = co_await accounts::mailboxes_of(tx, customer);
    co_return with_keys(std::move(customer), std::move(mailboxes));
}

Task<Subject> subject_of_mailbox(pg::Tx& tx, const Email& mailbox) {
    auto customer = co_await accounts::customer_of_mailbox(tx, mailbox);
    if (customer) customer = co_await accounts::lock_customer(tx, customer->person);
    if (customer) co_return co_await subject_of(tx, std::move(*customer));
    co_return with_keys({}, {accounts::mailbox_key(mailbox)});
}

Task<Subject> subject_of_request(pg::Tx& tx, const RequestRow& row) {
    if (row.customer)
        if (auto customer = co_await accounts::lock_customer(tx, {accounts::Kind::customer, *row.customer})) co_return co_await subject_of(tx, std::move(*customer));
    check(row.mailbox.has_value(), "a request that waits names a mailbox");
    co_return with_keys({}, {*row.mailbox});
}

Task<Result<void>> check_unbound(pg::Tx& tx, const Subject& subject) {
    auto bounds = co_await tx.ask(sql::personal_bounds(subject.account(), subject.mailboxes, subject.keys));
    if (bounds.empty()) co_return Result<void>{};
    std::vector<Fault> faults;
    for (const auto& one : bounds) faults.push_back({"", one.code, words_of(one)});
    co_return refuse(bound, words_of(bounds.front()), std::move(faults));
}

}  // namespace vitrine::privacy
