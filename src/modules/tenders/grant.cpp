#include "core/check.h"
#include "modules/ledger/api.h"
#include "modules/promotions/api.h"
#include "modules/tenders/books.h"
#include "modules/tenders/credit/api.h"
#include "modules/tenders/sql.h"

namespace vitrine::tenders {

Task<AccountId> grant_credit(pg::Tx& tx, std::string email, Money amount, Grant why) {
    check(amount.minor > 0, "credit is granted over more than nothing");
    auto customer = promotions::customer_key(email);
    auto id = co_await tx.ask(sql::open_credit(AccountId::next(tx.ctx().now), customer, std::string(amount.currency.code())));
    tx.send(sql::adjust(id, amount.minor, "adjusted", why.reason));
    ledger::post(tx, {{"tender.granted", why.reference, {{why.from, amount}, {book_of(Kind::store_credit), -amount}}}});
    co_return id;
}

Task<std::optional<AccountId>> credit_of(pg::Tx& tx, std::string email, Currency currency) {
    for (const auto& account : co_await tx.ask(sql::credits_of(promotions::customer_key(email))))
        if (account.currency == currency) co_return account.id;
    co_return std::nullopt;
}

}  // namespace vitrine::tenders
