#include <algorithm>

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

Task<Money> take_credit(pg::Tx& tx, std::string email, Money most, Grant why) {
    Money none{0, most.currency};
    auto id = co_await credit_of(tx, std::move(email), most.currency);
    auto account = id ? co_await tx.ask(sql::lock_account(*id)) : std::nullopt;
    if (!account || account->state != "active" || account->balance == 0 || most.minor <= 0) co_return none;
    Money taken{std::min(account->balance, most.minor), most.currency};
    auto moved = co_await tx.ask(sql::adjust(*id, -taken.minor, "adjusted", why.reason));
    check(moved.has_value(), "the locked balance reaches that far");
    ledger::post(tx, {{"tender.taken", why.reference, {{book_of(Kind::store_credit), taken}, {why.from, -taken}}}});
    co_return taken;
}

Task<std::optional<AccountId>> credit_of(pg::Tx& tx, std::string email, Currency currency) {
    for (const auto& account : co_await tx.ask(sql::credits_of(promotions::customer_key(email))))
        if (account.currency == currency) co_return account.id;
    co_return std::nullopt;
}

}  // namespace vitrine::tenders
