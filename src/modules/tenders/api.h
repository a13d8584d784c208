#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "io/pg/db.h"
#include "modules/app.h"

namespace vitrine::tenders {

using AccountId = Id<"tender">;

inline constexpr RefusalKind unknown{"tenders.unknown", 404, "No such gift card or credit"};
inline constexpr RefusalKind card_unknown{"tenders.card_unknown", 422, "We do not know this gift card"};
inline constexpr RefusalKind card_expired{"tenders.card_expired", 422, "This gift card has expired"};
inline constexpr RefusalKind card_empty{"tenders.card_empty", 422, "Nothing is left on this gift card"};
inline constexpr RefusalKind card_currency{"tenders.card_currency", 422, "This gift card is in another currency"};
inline constexpr RefusalKind balance_changed{"tenders.balance_changed", 409, "A gift card holds less than it did when you entered it"};
inline constexpr RefusalKind short_of{"tenders.short", 409, "The balance does not reach that far"};

enum class Kind { gift_card, store_credit };
SHAPE_ENUM(Kind, gift_card, store_credit)

/// A gift card or a customer's credit. The code of a card is kept only as a hash.
struct AccountRow {
    AccountId id;
    Kind kind = Kind::gift_card;
    Currency currency;
    std::int64_t balance = 0;
    std::string state;                        ///< active, void
    std::int64_t version = 1;
    std::optional<std::string> last_four, customer;
    std::optional<Instant> expires_at;
    Instant created_at{};
};
SHAPE(AccountRow, id, kind, currency, balance, state, version, last_four, customer, expires_at, created_at)

/// The code of a gift card as people type it: 16 characters in any case, with or without hyphens and blanks.
struct CardCodeRule {
    static constexpr std::string_view format = "gift-card";
    static constexpr std::string_view code = "gift_card.malformed";
    static constexpr std::string_view advice = "write the 16 letters and digits of the card";
    static std::string normalize(std::string value);  ///< upper case, without hyphens; O is 0, I and L are 1
    static bool accepts(std::string_view value);
};
using CardCode = Word<CardCodeRule>;
CardCode new_card_code();                     ///< 80 random bits
std::string shown(const CardCode& code);      ///< "ABCD-EFGH-JKMN-PQRS"

/// Looks a card up. Ask a limiter first: every try counts.
pg::Query<std::optional<AccountRow>> find_card(const CardCode& code);
/// Why a card cannot pay now in this currency; nothing: it can. At pointer /code.
std::optional<Refusal> refused_card(const std::optional<AccountRow>& found, Currency currency, Instant now);

/// So much of an account for an order.
struct Spend {
    std::string order;
    AccountId account;
    Kind kind = Kind::gift_card;
    Money amount;
};
/// Queues the payments of any number of orders and their postings in the books, in the orders' transaction. Accounts are locked in id order and
/// never fall below zero: if any cannot pay, the statement fails the whole transaction with sqlstate VT001; read it with `short_balances`.
void spend(pg::Tx& tx, const std::vector<Spend>& spends);

struct ShortBalance {
    std::string order;
    AccountId account;
    std::int64_t wanted = 0, available = 0;
};
/// What could not be paid, when `error` is a refused payment; empty for any other error.
std::vector<ShortBalance> short_balances(const pg::Error& error);

struct Returned {
    AccountId account;
    Kind kind = Kind::gift_card;
    Currency currency;
    std::int64_t amount = 0;
};
SHAPE(Returned, account, kind, currency, amount)
/// Gives back to the accounts that paid for an order, to the last used first: all, or at most `up_to` minor units; never more than they paid, however
/// often it is called. Writes the books. `reference` names this giving back in the books ("ord_…" for a cancellation, "ref_…" for a refund) and is used once.
Task<std::vector<Returned>> give_back(pg::Tx& tx, std::string order, std::string reference, std::optional<std::int64_t> up_to, std::string reason);

/// Why credit is granted: the ledger's account that it is taken from, a reference that is used once, and words for the movement.
struct Grant {
    std::string from;                         ///< "refunds"
    std::string reference, reason;
};
/// Gives store credit to whoever owns this mailbox, in the caller's transaction; opens the account the first time. Writes the books.
Task<AccountId> grant_credit(pg::Tx& tx, std::string email, Money amount, Grant why);

struct SpentOn {
    AccountId account;
    Kind kind = Kind::gift_card;
    Currency currency;
    std::optional<std::string> last_four;
    std::int64_t amount = 0;
};
SHAPE(SpentOn, account, kind, currency, last_four, amount)
/// What accounts paid for an order and did not get back.
pg::Query<std::vector<SpentOn>> spent_on(const std::string& order);

}  // namespace vitrine::tenders
