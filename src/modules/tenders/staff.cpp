#include "modules/tenders/staff.h"

#include "io/crypto/digest.h"
#include "modules/ledger/api.h"
#include "modules/promotions/api.h"
#include "modules/tenders/books.h"
#include "modules/tenders/sql.h"

namespace vitrine::tenders {
namespace {

AccountView view_of(const AccountRow& row) {
    return {row.id, row.kind, {row.balance, row.currency}, row.state, row.version, row.last_four, row.customer, row.expires_at, row.created_at, {}};
}

std::unexpected<Refusal> invalid(std::string pointer, std::string code, std::string detail) {
    return refuse(refusals::invalid, {}, {{std::move(pointer), std::move(code), std::move(detail)}});
}

/// What the store owes more or less of, against what it gave it for.
void post(pg::Tx& tx, const Ctx& ctx, Kind kind, const char* what, Money amount) {
    if (amount.is_zero()) return;
    auto book = book_of(kind);
    ledger::post(tx, {{std::string("tender.") + what, ledger::EntryId::next(ctx.now).text(), {{book + ":given", amount}, {book, -amount}}}});
}

}  // namespace

Task<Result<IssuedGiftCard>> issue(App& app, Ctx ctx, NewGiftCard in) {
    if (in.amount.minor <= 0) co_return invalid("/amount/minor", "out_of_range", "a card holds more than nothing");
    if (in.expires_at && *in.expires_at <= ctx.now) co_return invalid("/expires_at", "out_of_range", "this moment is over");
    auto id = AccountId::next(ctx.now);
    auto code = new_card_code();
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        pg::Bytes hash{crypto::bytes_of(crypto::sha256(code.str()))};
        tx.send(sql::add_gift_card(id, std::string(in.amount.currency.code()), in.amount.minor, hash, code.str().substr(12), in.expires_at, in.reason.str()));
        post(tx, ctx, Kind::gift_card, "issued", in.amount);
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
    auto card = co_await find(app, ctx, id);
    if (!card) co_return refuse(card.error());
    co_return IssuedGiftCard{std::move(*card), shown(code)};
}

Task<Result<AccountView>> adjust(App& app, Ctx ctx, AccountId id, Adjustment in) {
    if (in.amount.is_zero()) co_return invalid("/amount/minor", "out_of_range", "zero changes nothing");
    auto body = [&](pg::Tx& tx) -> Task<Result<AccountView>> {
        auto locked = co_await tx.ask(sql::lock_account(id));
        if (!locked) co_return refuse(unknown);
        if (locked->state != "active") co_return invalid("/id", "void", "this card is void");
        if (locked->currency != in.amount.currency) co_return invalid("/amount/currency", "currencies_mixed", "use the currency of the balance");
        auto moved = co_await tx.ask(sql::adjust(id, in.amount.minor, "adjusted", in.reason.str()));
        if (!moved) co_return refuse(short_of, {}, {{"/amount/minor", "out_of_range", "only " + format_major({locked->balance, locked->currency}) + " is left"}});
        post(tx, ctx, locked->kind, "adjusted", in.amount);
        co_return view_of(*moved);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<AccountView>> void_card(App& app, Ctx ctx, AccountId id, std::string reason) {
    auto body = [&](pg::Tx& tx) -> Task<Result<AccountView>> {
        auto locked = co_await tx.ask(sql::lock_account(id));
        if (!locked || locked->kind != Kind::gift_card) co_return refuse(unknown);
        if (locked->state == "void") co_return view_of(*locked);
        auto moved = co_await tx.ask(sql::adjust(id, -locked->balance, "voided", reason));
        post(tx, ctx, locked->kind, "voided", {-locked->balance, locked->currency});
        co_return view_of(*moved);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<AccountView>> change_credit(App& app, Ctx ctx, CreditChange in) {
    if (in.amount.is_zero()) co_return invalid("/amount/minor", "out_of_range", "zero changes nothing");
    auto customer = promotions::customer_key(in.email.str());
    auto body = [&](pg::Tx& tx) -> Task<Result<AccountView>> {
        auto id = co_await tx.ask(sql::open_credit(AccountId::next(ctx.now), customer, std::string(in.amount.currency.code())));
        auto moved = co_await tx.ask(sql::adjust(id, in.amount.minor, "adjusted", in.reason.str()));
        if (!moved) co_return refuse(short_of, {}, {{"/amount/minor", "out_of_range", "the credit is smaller than that"}});
        post(tx, ctx, Kind::store_credit, "adjusted", in.amount);
        co_return view_of(*moved);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<AccountView>> find(App& app, Ctx ctx, AccountId id) {
    auto row = co_await app.db.read(ctx, sql::find_account(id));
    if (!row) co_return refuse(unknown);
    auto view = view_of(*row);
    view.movements = co_await app.db.read(ctx, sql::movements_of(id));
    co_return view;
}

Task<Result<AccountPage>> list(App& app, Ctx ctx, Kind kind, AccountFilter filter) {
    auto limit = size_t(filter.limit.value_or(Whole<1, 200>{50}));
    AccountId last;
    last.value.bytes.fill(0xff);
    auto rows = co_await app.db.read(ctx, sql::list_accounts(std::string(shape_name(kind)), filter.cursor.value_or(last), std::int32_t(limit + 1)));
    AccountPage page;
    if (rows.size() > limit) {
        rows.resize(limit);
        page.next_cursor = rows.back().id;
    }
    for (const auto& row : rows) page.items.push_back(view_of(row));
    co_return page;
}

Task<Result<AccountPage>> credits_of(App& app, Ctx ctx, Email email) {
    auto rows = co_await app.db.read(ctx, sql::credits_of(promotions::customer_key(email.str())));
    AccountPage page;
    for (const auto& row : rows) page.items.push_back(view_of(row));
    co_return page;
}

}  // namespace vitrine::tenders
