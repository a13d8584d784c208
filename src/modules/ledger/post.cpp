#include <map>

#include "core/check.h"
#include "modules/ledger/api.h"
#include "modules/ledger/sql.h"

namespace vitrine::ledger {
namespace {

void check_balanced(const Posting& posting) {
    std::map<Currency, Money> sums;
    for (const auto& line : posting.lines) sums.try_emplace(line.amount.currency, Money{0, line.amount.currency}).first->second += line.amount;
    for (const auto& [currency, sum] : sums) check(sum.is_zero(), "a posting sums to zero");
}

}  // namespace

void post(pg::Tx& tx, const std::vector<Posting>& postings) {
    std::vector<EntryId> ids, posting_of_line;
    std::vector<std::string> kinds, references, actors, accounts, currencies;
    std::vector<std::int32_t> positions;
    std::vector<std::int64_t> minors;
    for (const auto& posting : postings) {
        check_balanced(posting);
        ids.push_back(EntryId::next(tx.ctx().now));
        kinds.push_back(posting.kind);
        references.push_back(posting.reference);
        actors.push_back(posting.actor.empty() ? tx.ctx().actor : posting.actor);
        std::int32_t position = 0;
        for (const auto& line : posting.lines) {
            posting_of_line.push_back(ids.back());
            positions.push_back(++position);
            accounts.push_back(line.account);
            currencies.emplace_back(line.amount.currency.code());
            minors.push_back(line.amount.minor);
        }
    }
    tx.send(sql::post(ids, kinds, references, actors, posting_of_line, positions, accounts, currencies, minors));
}

void reverse(pg::Tx& tx, const Reversal& what) { tx.send(sql::reverse(EntryId::next(tx.ctx().now), what.kind, what.reference, what.as)); }

Task<std::vector<Movement>> movements(pg::Tx& tx, std::string account, std::string kind_prefix) { co_return co_await tx.ask(sql::movements(account, kind_prefix)); }

}  // namespace vitrine::ledger
