#include <gtest/gtest.h>

#include "tests/support/database.h"
#include "tests/support/statement.h"

namespace vitrine::pg {
namespace {

const test::Statement<std::int64_t> add_one("r.add_one", "update counters set value = value + 1 where id = $1");
const test::Statement<> sum("r.sum", "select sum(value)::int8 from counters");
const test::Statement<> fail_as("r.conflict", "do $$ begin raise exception 'as if' using errcode = '40001'; end $$");

/// Two coroutines of one loop wait for each other's first step.
struct Rendezvous {
    int arrived = 0;
    std::vector<std::function<void(bool)>> waiting;
    Task<void> meet() {
        if (++arrived < 2) {
            auto turn = suspend<bool>([&](auto done) { waiting.push_back(done); });
            co_await turn;
        } else {
            for (auto& go : std::exchange(waiting, {})) Loop::here().post([go] { go(true); });
        }
    }
};

struct retry : testing::Test {
    static void SetUpTestSuite() {
        database = new test::TestDatabase;
        database->run("create table counters (id int8 primary key, value int8 not null default 0); grant all on counters to vitrine_app; "
                      "insert into counters (id) values (1), (2)");
    }
    static void TearDownTestSuite() { delete database; }
    void SetUp() override { database->run("update counters set value = 0"); }
    inline static test::TestDatabase* database = nullptr;
    test::Shopfloor floor{*database, 4};
    Ctx ctx = test::ctx_of(StoreId::next(clock_now()));
};

Task<void> add_in_order(Db& db, Ctx ctx, Rendezvous& both, std::int64_t first, std::int64_t second, int& tries, TxOptions options) {
    auto body = [&, first, second](Tx& tx) -> Task<Result<int>> {
        bool is_first_try = ++tries == 1;
        co_await tx.ask(add_one.count(first));
        if (is_first_try) co_await both.meet();
        co_await tx.ask(add_one.count(second));
        co_return 1;
    };
    co_await db.transaction(ctx, body, options);
}

/// Both at once; gives how many ended with an exception.
Task<int> cross(Loop& loop, Db& db, Ctx ctx, int& left_tries, int& right_tries, TxOptions options) {
    Rendezvous both;
    int ended = 0, failed = 0;
    auto one = [&](std::int64_t first, std::int64_t second, int& tries) -> Task<void> {
        try {
            co_await add_in_order(db, ctx, both, first, second, tries, options);
        } catch (const Error& fault) {
            EXPECT_EQ(fault.sqlstate, "40P01");
            ++failed;
        }
        ++ended;
    };
    loop.spawn(one(1, 2, left_tries));
    loop.spawn(one(2, 1, right_tries));
    while (ended < 2) co_await sleep_for(1ms);
    co_return failed;
}

TEST_F(retry, opposite_lock_order_is_resolved_by_running_the_victim_again) {
    int left = 0, right = 0;
    EXPECT_EQ(floor.run(cross(floor.loop, floor.db, ctx, left, right, {})), 0);
    // On a busy machine the victim may be back before the other got the row, and lose again.
    EXPECT_GE(left + right, 3);
    EXPECT_LE(left + right, 5);
    EXPECT_EQ(floor.run(floor.db.read(ctx, sum.one<std::int64_t>())), 4);
}

TEST_F(retry, does_not_happen_where_it_was_not_wanted) {
    int left = 0, right = 0;
    EXPECT_EQ(floor.run(cross(floor.loop, floor.db, ctx, left, right, {.retry = false})), 1);
    EXPECT_EQ(left + right, 2);
    EXPECT_EQ(floor.run(floor.db.read(ctx, sum.one<std::int64_t>())), 2);
}

TEST_F(retry, ends_after_four_tries) {
    int tries = 0;
    auto body = [&](Tx& tx) -> Task<Result<int>> {
        ++tries;
        tx.send(add_one.count(1));
        tx.send(fail_as.count());
        co_return 1;
    };
    EXPECT_THROW(floor.run(floor.db.transaction(ctx, body)), Error);
    EXPECT_EQ(tries, 4);
    EXPECT_EQ(floor.run(floor.db.read(ctx, sum.one<std::int64_t>())), 0);
}

}  // namespace
}  // namespace vitrine::pg
