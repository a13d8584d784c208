#include <gtest/gtest.h>

#include <set>

#include "modules/tenders/staff.h"
#include "tests/shop/shop.h"

namespace vitrine::tenders {
namespace {

Money rs(std::int64_t minor) { return {minor, *Currency::parse("PKR")}; }
Reason why(const char* text = "a test") { return *Reason::parse(text); }

class Tenders : public ::testing::Test {
protected:
    test::Shop shop{16};

    IssuedGiftCard card(std::int64_t minor, std::optional<Instant> expires = {}) { return shop.run(issue(shop.app, shop.ctx, {rs(minor), expires, why()})).value(); }
    /// Empty: paid; else how much there was.
    Task<std::string> try_spend(std::string order, AccountId account, std::int64_t minor) {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            spend(tx, {{order, account, Kind::gift_card, rs(minor)}});
            co_return true;
        };
        for (;;) {
            try {
                co_await shop.app.db.transaction(shop.ctx, body);
                co_return "";
            } catch (const pg::Unavailable&) {  // a busy machine: a hundred tills wait for sixteen connections
            } catch (const pg::Error& error) {
                auto refused = short_balances(error);
                if (refused.empty()) throw;
                co_return std::to_string(refused[0].available);
            }
        }
    }
    std::vector<Returned> returned(const std::string& order, const std::string& reference, std::optional<std::int64_t> up_to = {}) {
        auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<Returned>>> { co_return co_await give_back(tx, order, reference, up_to, "cancelled"); };
        return shop.run(shop.app.db.transaction(shop.ctx, body)).value();
    }
    std::int64_t balance(AccountId id) { return shop.run(find(shop.app, shop.ctx, id)).value().balance.minor; }
    void expect_books_agree() {
        EXPECT_EQ(shop.count("select count(*) from tenders.accounts a where a.balance <> (select coalesce(sum(m.amount), 0) from tenders.movements m where m.account = a.id)"), 0);
        EXPECT_EQ(shop.count("select coalesce(sum(minor), 0)::bigint + (select coalesce(sum(balance), 0) from tenders.accounts where kind = 'gift_card') from ledger.lines where account = 'gift_cards'"), 0);
    }
};

TEST_F(Tenders, trap_54_two_checkouts_on_one_balance_never_overspend) {
    auto made = card(1'000);
    std::vector<Task<std::string>> tills;
    for (int i = 0; i < 100; ++i) tills.push_back(try_spend("ord_" + std::to_string(i), made.card.id, 150));
    auto answers = shop.run(test::all_of(std::move(tills)));
    EXPECT_EQ(std::ranges::count(answers, ""), 6);
    EXPECT_EQ(balance(made.card.id), 100);
    expect_books_agree();
}

TEST_F(Tenders, trap_55_codes_have_eighty_random_bits_and_are_kept_as_hashes) {
    std::set<std::string> codes;
    for (int i = 0; i < 50; ++i) codes.insert(new_card_code().str());
    EXPECT_EQ(codes.size(), 50u);
    auto made = card(500);
    auto code = *CardCode::parse(made.code);
    EXPECT_EQ(code.str().size() * 5, 80u);
    EXPECT_EQ(made.card.last_four, code.str().substr(12));
    auto plain = "select count(*) from tenders.accounts a where to_jsonb(a)::text ilike '%" + code.str().substr(0, 12) + "%'";
    EXPECT_EQ(shop.count(plain), 0);
    auto found = shop.run(shop.app.db.read(shop.ctx, find_card(*CardCode::parse(lower_ascii(made.code)))));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->id, made.card.id);
    EXPECT_FALSE(CardCode::parse("1234").has_value());
}

TEST_F(Tenders, a_cancelled_order_gives_back_once_and_in_parts) {
    auto first = card(300), second = card(1'000);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        spend(tx, {{"ord_1", first.card.id, Kind::gift_card, rs(300)}, {"ord_1", second.card.id, Kind::gift_card, rs(400)}});
        co_return true;
    };
    ASSERT_TRUE(shop.run(shop.app.db.transaction(shop.ctx, body)).has_value());
    auto part = returned("ord_1", "ref_1", 500);
    std::int64_t sum = 0;
    for (const auto& one : part) sum += one.amount;
    EXPECT_EQ(sum, 500);
    EXPECT_EQ(balance(first.card.id) + balance(second.card.id), 600 + 500);
    returned("ord_1", "ord_1");
    EXPECT_EQ(balance(first.card.id), 300);
    EXPECT_EQ(balance(second.card.id), 1'000);
    EXPECT_TRUE(returned("ord_1", "again").empty());
    expect_books_agree();
}

TEST_F(Tenders, void_expired_and_foreign_cards_do_not_pay) {
    auto made = card(500);
    EXPECT_EQ(shop.run(void_card(shop.app, shop.ctx, made.card.id, "lost")).value().balance, rs(0));
    EXPECT_EQ(shop.run(try_spend("ord_1", made.card.id, 1)), "0");
    EXPECT_EQ(shop.run(adjust(shop.app, shop.ctx, made.card.id, {rs(5), why()})).error().code, "request.invalid");
    auto now = shop.ctx.now;
    auto refused = [&](const AccountRow& row, Currency currency) { return refused_card(row, currency, now)->code; };
    AccountRow row{.currency = rs(1).currency, .balance = 5, .state = "active", .expires_at = now};
    EXPECT_EQ(refused(row, rs(1).currency), "tenders.card_expired");
    row.expires_at.reset();
    EXPECT_EQ(refused(row, *Currency::parse("USD")), "tenders.card_currency");
    row.balance = 0;
    EXPECT_EQ(refused(row, rs(1).currency), "tenders.card_empty");
    EXPECT_EQ(refused_card({}, rs(1).currency, now)->code, "tenders.card_unknown");
    expect_books_agree();
}

TEST_F(Tenders, staff_change_balances_with_a_reason_and_never_below_zero) {
    auto made = card(500);
    EXPECT_EQ(shop.run(adjust(shop.app, shop.ctx, made.card.id, {rs(-501), why()})).error().code, "tenders.short");
    EXPECT_EQ(shop.run(adjust(shop.app, shop.ctx, made.card.id, {rs(-500), why("a mistake")})).value().balance, rs(0));
    auto moved = *shop.run(find(shop.app, shop.ctx, made.card.id)).value().movements;
    ASSERT_EQ(moved.size(), 2u);
    EXPECT_EQ(moved[1].reason, "a mistake");
    EXPECT_EQ(shop.run(issue(shop.app, shop.ctx, {rs(0), {}, why()})).error().code, "request.invalid");
    expect_books_agree();
}

TEST_F(Tenders, credit_belongs_to_a_mailbox_in_any_spelling) {
    auto credit = [&](const char* email, std::int64_t minor) { return shop.run(change_credit(shop.app, shop.ctx, {*Email::parse(email), rs(minor), why()})); };
    EXPECT_EQ(credit("ali.raza@gmail.com", 700).value().balance, rs(700));
    EXPECT_EQ(credit("AliRaza@gmail.com", -200).value().balance, rs(500));
    EXPECT_EQ(credit("aliraza@gmail.com", -501).error().code, "tenders.short");
    EXPECT_EQ(shop.run(credits_of(shop.app, shop.ctx, *Email::parse("aliraza+x@gmail.com"))).value().items.size(), 1u);
}

}  // namespace
}  // namespace vitrine::tenders
