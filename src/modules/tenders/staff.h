#pragma once
#include "modules/tenders/rows.h"

namespace vitrine::tenders {

using Reason = Text<3, 200>;

struct AccountView {
    AccountId id;
    Kind kind = Kind::gift_card;
    Money balance;
    std::string state;
    std::int64_t version = 1;
    std::optional<std::string> last_four, email;
    std::optional<Instant> expires_at;
    Instant created_at{};
    std::optional<std::vector<MovementRow>> movements;   ///< of one account asked for alone
};
SHAPE(AccountView, id, kind, balance, state, version, last_four, email, expires_at, created_at, movements)

struct NewGiftCard {
    Money amount;
    std::optional<Instant> expires_at;
    Reason reason;
};
SHAPE(NewGiftCard, amount, expires_at, reason)
struct IssuedGiftCard {
    AccountView card;
    std::string code;                                    ///< shown this once
};
SHAPE(IssuedGiftCard, card, code)
struct Adjustment {
    Money amount;                                        ///< negative takes away
    Reason reason;
};
SHAPE(Adjustment, amount, reason)
struct Voiding {
    Reason reason;
};
SHAPE(Voiding, reason)
struct CreditChange {
    Email email;
    Money amount;                                        ///< negative takes away
    Reason reason;
};
SHAPE(CreditChange, email, amount, reason)
struct AccountFilter {
    std::optional<Whole<1, 200>> limit;
    std::optional<AccountId> cursor;
};
SHAPE(AccountFilter, limit, cursor)
struct AccountPage {
    std::vector<AccountView> items;
    std::optional<AccountId> next_cursor;
};
SHAPE(AccountPage, items, next_cursor)

/// Issues a card and gives its code this once. Refuses request.invalid.
Task<Result<IssuedGiftCard>> issue(App& app, Ctx ctx, NewGiftCard in);
/// Raises or lowers a balance with a reason. Refuses tenders.unknown, tenders.short, request.invalid (another currency, zero, a void card).
Task<Result<AccountView>> adjust(App& app, Ctx ctx, AccountId id, Adjustment in);
/// Takes away what is left on a card and closes it. Repeatable. Refuses tenders.unknown.
Task<Result<AccountView>> void_card(App& app, Ctx ctx, AccountId id, std::string reason);
/// Raises or lowers a customer's credit; the first time opens it. Refuses tenders.short, request.invalid.
Task<Result<AccountView>> change_credit(App& app, Ctx ctx, CreditChange in);
Task<Result<AccountView>> find(App& app, Ctx ctx, AccountId id);
Task<Result<AccountPage>> list(App& app, Ctx ctx, Kind kind, AccountFilter filter);
Task<Result<AccountPage>> credits_of(App& app, Ctx ctx, Email email);

}  // namespace vitrine::tenders
