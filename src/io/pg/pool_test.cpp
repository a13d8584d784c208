#include <gtest/gtest.h>

#include "tests/support/database.h"
#include "tests/support/statement.h"

namespace vitrine::pg {
namespace {

const test::Statement<> one("p.one", "select 1::int8");
const test::Statement<double> nap("p.nap", "select pg_sleep($1)");
const test::Statement<> my_pid("p.pid", "select pg_backend_pid()::int8");

struct pool : testing::Test {
    static void SetUpTestSuite() { database = new test::TestDatabase; }
    static void TearDownTestSuite() { delete database; }
    DbOptions options() { return database->app(1); }
    inline static test::TestDatabase* database = nullptr;
    Ctx ctx = test::ctx_of(StoreId::next(clock_now()));
};

/// Holds a connection until told to let go.
struct Holder {
    bool holds = false, let_go = false, gone = false;
    Task<void> hold(Db& db, Ctx ctx) {
        auto body = [this](Tx& tx) -> Task<Result<int>> {
            co_await tx.ask(one.one<std::int64_t>());
            holds = true;
            while (!let_go) co_await sleep_for(1ms);
            co_return 1;
        };
        co_await db.transaction(ctx, body);
        gone = true;
    }
};

Task<std::string> outcome(Db& db, Ctx ctx) {
    try {
        co_await db.read(ctx, one.one<std::int64_t>());
        co_return "ok";
    } catch (const DeadlinePassed&) {
        co_return "deadline";
    } catch (const Unavailable&) {
        co_return "unavailable";
    }
}

Task<std::string> outcome_while_held(Loop& loop, Db& db, Ctx holder_ctx, Ctx ctx) {
    Holder holder;
    loop.spawn(holder.hold(db, holder_ctx));
    while (!holder.holds) co_await sleep_for(1ms);
    auto seen = co_await outcome(db, ctx);
    holder.let_go = true;
    while (!holder.gone) co_await sleep_for(1ms);
    co_return seen + ", then " + co_await outcome(db, ctx);
}

TEST_F(pool, a_full_line_refuses_at_once) {
    Loop loop;
    auto chosen = options();
    chosen.queue_limit = 0;
    chosen.acquire_timeout_ms = 600'000;
    Db db(loop, chosen);
    // The first transaction, too, waits until the connection is up.
    while (db.connected() == 0) test::run(loop, sleep_for(1ms));
    EXPECT_EQ(test::run(loop, outcome_while_held(loop, db, ctx, ctx)), "unavailable, then ok");
}

TEST_F(pool, waiting_ends_after_the_acquire_timeout) {
    Loop loop;
    auto chosen = options();
    chosen.acquire_timeout_ms = 200;
    Db db(loop, chosen);
    while (db.connected() == 0) test::run(loop, sleep_for(1ms));
    EXPECT_EQ(test::run(loop, outcome_while_held(loop, db, ctx, ctx)), "unavailable, then ok");
}

TEST_F(pool, waiting_ends_with_the_callers_deadline) {
    Loop loop;
    auto chosen = options();
    chosen.acquire_timeout_ms = 600'000;
    Db db(loop, chosen);
    auto hurried = ctx;
    hurried.deadline = clock_now() + 500ms;
    EXPECT_EQ(test::run(loop, outcome_while_held(loop, db, ctx, hurried)), "deadline, then deadline");
}

TEST_F(pool, serves_many_in_the_order_they_came) {
    Loop loop;
    Db db(loop, options());
    std::vector<int> order;
    auto one_of = [&](int number) -> Task<void> {
        co_await db.read(ctx, one.one<std::int64_t>());
        order.push_back(number);
    };
    auto all = [&]() -> Task<void> {
        for (int i = 0; i < 300; ++i) loop.spawn(one_of(i));
        while (order.size() < 300) co_await sleep_for(1ms);
    };
    test::run(loop, all());
    EXPECT_TRUE(std::ranges::is_sorted(order));
    EXPECT_EQ(db.connected(), 1);
}

TEST_F(pool, replaces_a_connection_that_the_server_closed_while_idle) {
    Loop loop;
    Db db(loop, options());
    auto pid = test::run(loop, db.read(ctx, my_pid.one<std::int64_t>()));
    database->run("select pg_terminate_backend(" + std::to_string(pid) + ", 5000)");
    auto next = test::run(loop, db.read(ctx, my_pid.one<std::int64_t>()));
    EXPECT_NE(next, pid);
    EXPECT_EQ(db.connected(), 1);
}

TEST_F(pool, a_transaction_that_lost_its_connection_before_the_commit_runs_again) {
    Loop loop;
    Db db(loop, options());
    int tries = 0;
    auto body = [&](Tx& tx) -> Task<Result<std::int64_t>> {
        auto pid = co_await tx.ask(my_pid.one<std::int64_t>());
        if (++tries == 1) database->run("select pg_terminate_backend(" + std::to_string(pid) + ", 5000)");
        co_await tx.flush();
        co_return pid;
    };
    EXPECT_TRUE(test::run(loop, db.transaction(ctx, body)).has_value());
    EXPECT_EQ(tries, 2);
}

TEST_F(pool, a_connection_lost_with_the_commit_under_way_leaves_it_unknown) {
    Loop loop;
    Db db(loop, options());
    int tries = 0;
    bool ran = false;
    auto body = [&](Tx& tx) -> Task<Result<int>> {
        auto pid = co_await tx.ask(my_pid.one<std::int64_t>());
        ++tries;
        tx.after_commit([&] { ran = true; });
        database->run("select pg_terminate_backend(" + std::to_string(pid) + ", 5000)");
        co_return 1;
    };
    EXPECT_THROW(test::run(loop, db.transaction(ctx, body)), CommitUnknown);
    EXPECT_EQ(tries, 1) << "running it again could do it twice";
    EXPECT_EQ(test::run(loop, outcome(db, ctx)), "ok");
    EXPECT_FALSE(ran);
}

TEST_F(pool, close_waits_for_transactions_at_work) {
    Loop loop;
    Db db(loop, options());
    bool ended = false;
    auto work = [&]() -> Task<void> {
        co_await db.read(ctx, nap.count(0.1));
        ended = true;
    };
    auto all = [&]() -> Task<std::string> {
        co_await db.read(ctx, one.one<std::int64_t>());
        loop.spawn(work());
        co_await db.close();
        EXPECT_TRUE(ended);
        co_return co_await outcome(db, ctx);
    };
    EXPECT_EQ(test::run(loop, all()), "unavailable");
}

TEST_F(pool, no_server_is_unavailable_and_not_a_hang) {
    Loop loop;
    DbOptions nowhere{.conninfo = "host=/nonexistent dbname=x", .connections = 2, .acquire_timeout_ms = 100};
    Db db(loop, nowhere);
    EXPECT_EQ(test::run(loop, outcome(db, ctx)), "unavailable");
    EXPECT_EQ(db.connected(), 0);
    EXPECT_THROW(Db(loop, {.conninfo = "host='"}), std::runtime_error);
}

}  // namespace
}  // namespace vitrine::pg
