#include <gtest/gtest.h>

#include "modules/ledger/api.h"
#include "tests/support/database.h"

namespace vitrine::ledger {
namespace {

Money rupees(std::int64_t minor) { return {minor, *Currency::parse("PKR")}; }
Money dollars(std::int64_t minor) { return {minor, *Currency::parse("USD")}; }

class ledger_postings : public testing::Test {
protected:
    test::TestDatabase database;
    test::Shopfloor floor{database};
    Ctx ctx = test::ctx_of(StoreId::next(clock_now()));

    void save(std::vector<Posting> postings) {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            post(tx, postings);
            co_return true;
        };
        ASSERT_TRUE(floor.run(floor.db.transaction(ctx, body)));
    }
};

TEST_F(ledger_postings, sum_to_zero_per_currency) {
    save({{"order.placed", "ord_1", {{"receivable", rupees(100)}, {"sales", rupees(-100)}}}});
    EXPECT_THROW(save({{"order.placed", "ord_2", {{"receivable", rupees(100)}, {"sales", rupees(-99)}}}}), std::logic_error);
    EXPECT_THROW(save({{"order.placed", "ord_3", {{"receivable", rupees(100)}, {"sales", dollars(-100)}}}}), std::logic_error);
}

TEST_F(ledger_postings, of_one_event_happen_once) {
    Posting sale{"order.placed", "ord_1", {{"receivable", rupees(100)}, {"sales", rupees(-100)}}};
    save({sale});
    try {
        save({sale});
        FAIL() << "the second posting of one event was accepted";
    } catch (const pg::Error& error) {
        EXPECT_EQ(error.constraint, "posted_once");
    }
}

TEST_F(ledger_postings, that_do_not_balance_are_refused_by_the_database_too) {
    EXPECT_ANY_THROW(database.run("with p as (insert into ledger.postings (store_id, id, kind, reference) values (gen_random_uuid(), gen_random_uuid(), 'x', 'y') returning *) "
                                  "insert into ledger.lines (store_id, posting, position, account, currency, minor) select store_id, id, 1, 'sales', 'PKR', 5 from p"));
}

TEST_F(ledger_postings, can_neither_be_changed_nor_deleted_by_the_runtime_role) {
    save({{"order.placed", "ord_1", {{"receivable", rupees(100)}, {"sales", rupees(-100)}}}});
    EXPECT_ANY_THROW(database.run("set role vitrine_app; update ledger.lines set minor = 0"));
    EXPECT_ANY_THROW(database.run("set role vitrine_app; delete from ledger.lines"));
    EXPECT_ANY_THROW(database.run("set role vitrine_app; delete from ledger.postings"));
}

}  // namespace
}  // namespace vitrine::ledger
