#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <set>
#include <thread>

#include <unistd.h>

#include "io/pg/cluster.h"
#include "io/pg/migrate.h"
#include "io/pg/session.h"
#include "tests/support/database.h"
#include "tests/support/statement.h"

// PostgreSQL is killed with -9 while transactions run. What was answered as committed must be there; what was refused must not; only CommitUnknown may be either.
namespace vitrine::pg {
namespace {

const test::Statement<std::int64_t> add("o.add", "insert into entries (id) values ($1)");
const test::Statement<std::int64_t> add_copy("o.add_copy", "insert into copies (id) values ($1)");
const test::Statement<> entries("o.entries", "select id from entries");
const test::Statement<> copies("o.copies", "select id from copies");
const test::Statement<> alive("o.alive", "select 1::int8");

struct Ledger {
    std::int64_t next = 0;
    std::set<std::int64_t> committed, unknown, refused;
    int busy = 0;
    bool stop = false;
};

Task<void> shopper(Db& db, Ctx ctx, Ledger& ledger) {
    ++ledger.busy;
    while (!ledger.stop) {
        auto id = ++ledger.next;
        auto body = [id](Tx& tx) -> Task<Result<int>> {
            co_await tx.ask(add.count(id));
            tx.send(add_copy.count(id));
            co_return 1;
        };
        try {
            co_await db.transaction(ctx, body);
            ledger.committed.insert(id);
        } catch (const CommitUnknown&) {
            ledger.unknown.insert(id);
        } catch (const Unavailable&) {
            ledger.refused.insert(id);
        }
    }
    --ledger.busy;
}

Task<void> kill_again_and_again(Ledger& ledger, Cluster& cluster, int kills) {
    for (int i = 0; i < kills; ++i) {
        auto enough = ledger.committed.size() + 40 + size_t(i) * 7;
        while (ledger.committed.size() < enough) co_await sleep_for(1ms);
        std::function<void()> kill_and_start = [&] {
            if (auto pid = cluster.pid(); pid > 0) kill(pid, SIGKILL);
            cluster.start();
        };
        co_await offload(kill_and_start);
    }
    auto enough = ledger.committed.size() + 40;
    while (ledger.committed.size() < enough) co_await sleep_for(1ms);
}

Task<void> storm(Loop& loop, Db& db, Ctx ctx, Ledger& ledger, Cluster& cluster, int kills) {
    for (int i = 0; i < 8; ++i) loop.spawn(shopper(db, ctx, ledger));
    std::exception_ptr failure;
    try {
        co_await kill_again_and_again(ledger, cluster, kills);
    } catch (...) {
        failure = std::current_exception();
    }
    ledger.stop = true;
    while (ledger.busy > 0) co_await sleep_for(1ms);
    if (failure) std::rethrow_exception(failure);
}

TEST(outage, nothing_answered_is_lost_and_nothing_is_half_done_when_postgres_is_killed) {
    auto folder = "/tmp/vitrine-tests-" + std::to_string(getpid()) + "-outage";
    Cluster cluster({.folder = folder, .dies_with_program = false});  // with fsync: this is about what survives
    cluster.start();
    {
        migrate(cluster.owner_conninfo(), {});
        Session owner(cluster.owner_conninfo());
        owner.run("create schema vitrine; grant usage on schema vitrine to vitrine_app; create table entries (id int8 primary key); create table copies (id int8 primary key); "
                  "grant all on entries, copies to vitrine_app");
    }
    Loop loop;
    Db db(loop, {.conninfo = cluster.runtime_conninfo(), .connections = 4});
    Ledger ledger;
    auto ctx = test::ctx_of(StoreId::next(clock_now()));
    test::run(loop, storm(loop, db, ctx, ledger, cluster, 5));

    auto kept = test::run(loop, db.read(ctx, entries.many<std::int64_t>()));
    auto copied = test::run(loop, db.read(ctx, copies.many<std::int64_t>()));
    std::set<std::int64_t> there(kept.begin(), kept.end());
    EXPECT_EQ(there, std::set<std::int64_t>(copied.begin(), copied.end())) << "a transaction was half done";
    for (auto id : ledger.committed) EXPECT_TRUE(there.contains(id)) << id << " was answered and is gone";
    for (auto id : ledger.refused) EXPECT_FALSE(there.contains(id)) << id << " was refused and is there";
    EXPECT_GE(ledger.committed.size(), 240u);
    cluster.stop();
    std::filesystem::remove_all(folder);
}

TEST(outage, connections_come_back_by_themselves) {
    auto folder = "/tmp/vitrine-tests-" + std::to_string(getpid()) + "-return";
    Cluster cluster({.folder = folder, .fast_and_unsafe = true, .dies_with_program = true});
    cluster.start();
    migrate(cluster.owner_conninfo(), {});
    Loop loop;
    Db db(loop, {.conninfo = cluster.runtime_conninfo(), .connections = 2, .acquire_timeout_ms = 300});
    Ctx ctx;
    EXPECT_EQ(test::run(loop, db.read(ctx, alive.one<std::int64_t>())), 1);
    cluster.stop();
    EXPECT_THROW(test::run(loop, db.read(ctx, alive.one<std::int64_t>())), Unavailable);
    EXPECT_EQ(db.connected(), 0);
    cluster.start();
    auto wait_until_up = [&]() -> Task<void> {
        while (db.connected() < 2) co_await sleep_for(5ms);
    };
    test::run(loop, wait_until_up());
    EXPECT_EQ(test::run(loop, db.read(ctx, alive.one<std::int64_t>())), 1);
    cluster.stop();
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace vitrine::pg
