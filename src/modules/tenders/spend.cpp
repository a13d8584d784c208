#include "modules/ledger/api.h"
#include "modules/tenders/books.h"
#include "modules/tenders/sql.h"

namespace vitrine::tenders {
namespace {

struct ShortRow {
    std::string order, account;
    std::int64_t wanted, available;
};
SHAPE(ShortRow, order, account, wanted, available)
struct ShortList {
    std::vector<ShortRow> items;
};
SHAPE(ShortList, items)

/// One posting an order, whatever paid for it.
std::vector<ledger::Posting> postings_of(const std::vector<Spend>& spends) {
    std::vector<ledger::Posting> out;
    for (const auto& one : spends) {
        if (out.empty() || out.back().reference != one.order) out.push_back({"tender.spent", one.order, {}});
        out.back().lines.push_back({book_of(one.kind), one.amount});
        out.back().lines.push_back({"receivable", -one.amount});
    }
    return out;
}

}  // namespace

std::string book_of(Kind kind) { return kind == Kind::gift_card ? "gift_cards" : "store_credit"; }

void spend(pg::Tx& tx, const std::vector<Spend>& spends) {
    if (spends.empty()) return;
    std::vector<std::string> orders, currencies;
    std::vector<AccountId> accounts;
    std::vector<std::int64_t> amounts;
    for (const auto& one : spends) {
        orders.push_back(one.order);
        accounts.push_back(one.account);
        amounts.push_back(one.amount.minor);
        currencies.emplace_back(one.amount.currency.code());
    }
    tx.send(sql::spend(orders, accounts, amounts, currencies));
    ledger::post(tx, postings_of(spends));
}

std::vector<ShortBalance> short_balances(const pg::Error& error) {
    std::vector<ShortBalance> out;
    if (error.sqlstate != "VT001") return out;
    std::string_view message = error.what();
    auto from = message.find('['), to = message.rfind(']');
    if (from == std::string_view::npos || to == std::string_view::npos) return out;
    auto list = read_json<ShortList>("{\"items\":" + std::string(message.substr(from, to - from + 1)) + "}");
    if (!list) return out;
    for (const auto& row : list->items)
        if (auto id = parse_uuid(row.account)) out.push_back({row.order, AccountId{*id}, row.wanted, row.available});
    return out;
}

Task<std::vector<Returned>> give_back(pg::Tx& tx, std::string order, std::string reference, std::optional<std::int64_t> up_to, std::string reason) {
    auto returned = co_await tx.ask(sql::give_back(order, up_to, reason));
    ledger::Posting posting{"tender.returned", std::move(reference), {}};
    for (const auto& one : returned) {
        Money amount{one.amount, one.currency};
        posting.lines.push_back({"receivable", amount});
        posting.lines.push_back({book_of(one.kind), -amount});
    }
    if (!posting.lines.empty()) ledger::post(tx, {posting});
    co_return returned;
}

pg::Query<std::vector<SpentOn>> spent_on(const std::string& order) { return sql::spent_on(order); }

}  // namespace vitrine::tenders
