#include <gtest/gtest.h>

#include <csignal>

#include "tests/support/database.h"
#include "tests/support/statement.h"

namespace vitrine::pg {
namespace {

const test::Statement<double> nap("d.nap", "select pg_sleep($1)");
const test::Statement<> my_pid("d.pid", "select pg_backend_pid()::int8");
const test::Statement<> lift_limit("d.lift", "select set_config('statement_timeout', '0', true)");
const test::Statement<> running("d.running", "select count(*) from pg_stat_activity where state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()");

struct deadline : testing::Test {
    static void SetUpTestSuite() { database = new test::TestDatabase; }
    static void TearDownTestSuite() { delete database; }
    inline static test::TestDatabase* database = nullptr;
    test::Shopfloor floor{*database, 1};
    Ctx ctx = test::ctx_of(StoreId::next(clock_now()));
    Ctx hurried() {
        auto out = ctx;
        out.deadline = clock_now() + 200ms;
        return out;
    }
    std::int64_t pid() { return floor.run(floor.db.read(ctx, my_pid.one<std::int64_t>())); }
};

TEST_F(deadline, cancels_a_statement_that_takes_too_long) {
    auto before = pid();
    EXPECT_THROW(floor.run(floor.db.read(hurried(), nap.count(600))), DeadlinePassed);
    EXPECT_EQ(pid(), before) << "the server cancelled it, the connection is as good as ever";
    auto body = [](Tx& tx) -> Task<Result<int>> {
        co_await tx.ask(nap.count(600));
        co_return 1;
    };
    EXPECT_THROW(floor.run(floor.db.transaction(hurried(), body)), DeadlinePassed);
    EXPECT_EQ(pid(), before);
}

TEST_F(deadline, counts_for_the_whole_transaction) {
    auto body = [](Tx& tx) -> Task<Result<int>> {
        for (int i = 0; i < 1000; ++i) co_await tx.ask(nap.count(0.05));
        co_return 1;
    };
    EXPECT_THROW(floor.run(floor.db.transaction(hurried(), body)), DeadlinePassed);
}

TEST_F(deadline, cancels_at_the_server_what_outlives_its_time_limit) {
    auto before = pid();
    auto body = [](Tx& tx) -> Task<Result<int>> {
        co_await tx.ask(lift_limit.count());
        co_await tx.ask(nap.count(600));
        co_return 1;
    };
    EXPECT_THROW(floor.run(floor.db.transaction(hurried(), body)), DeadlinePassed);
    EXPECT_NE(pid(), before) << "a late cancel request must not hit the next statement";
    EXPECT_EQ(floor.run(floor.worker_db.read(ctx, running.one<std::int64_t>())), 0);
}

TEST_F(deadline, gives_up_on_a_silent_server) {
    auto before = pid_t(pid());
    kill(before, SIGSTOP);
    EXPECT_THROW(floor.run(floor.db.read(hurried(), my_pid.one<std::int64_t>())), DeadlinePassed);
    kill(before, SIGCONT);
    EXPECT_NE(pid(), before);
}

TEST_F(deadline, does_nothing_when_it_is_over_before_the_start) {
    auto late = ctx;
    late.deadline = clock_now() - 1s;
    EXPECT_THROW(floor.run(floor.db.read(late, my_pid.one<std::int64_t>())), DeadlinePassed);
}

}  // namespace
}  // namespace vitrine::pg
