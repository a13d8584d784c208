#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include <unistd.h>

#include "io/pg/cluster.h"
#include "io/pg/migrate.h"
#include "io/pg/session.h"
#include "io/pg/sql.h"
#include "tests/support/server.h"
#include "tests/support/statement.h"

namespace vitrine::pg {
namespace {

const test::Statement<> count_pens("m.pens", "select count(*) from pens");

/// An empty database, dropped at the end.
struct migration : testing::Test {
    migration() { drop(), create(); }
    ~migration() override { drop(); }
    static void create() {
        Session session(test::owner_conninfo("postgres"));
        session.run(session.ask(sql::create_database_command(name, "template1", "wal_log")));
    }
    static void drop() {
        Session session(test::owner_conninfo("postgres"));
        session.run(session.ask(sql::drop_database_command(name)));
    }
    inline static const std::string name = "vitrine_test_migration";
    std::string owner = test::owner_conninfo(name);
};

constexpr Migration make_pens{"pens", "pens/0001.sql", "create table pens (id int8 primary key); insert into pens values (1)"};
constexpr Migration more_pens{"pens", "pens/0002.sql", "insert into pens values (2); insert into pens values (3)"};

TEST_F(migration, applies_each_file_once_in_order) {
    Migration first[]{make_pens};
    Migration both[]{make_pens, more_pens};
    EXPECT_EQ(migrate(owner, first).applied, std::vector<std::string>{"pens/0001.sql"});
    auto second = migrate(owner, both);
    EXPECT_EQ(second.applied, std::vector<std::string>{"pens/0002.sql"});
    EXPECT_EQ(second.already_there, 1);
    EXPECT_TRUE(migrate(owner, both).applied.empty());
    EXPECT_EQ(Session(owner).ask(count_pens.one<std::int64_t>()), 3);
}

TEST_F(migration, a_file_that_fails_leaves_nothing_of_itself_and_keeps_what_came_before) {
    Migration bad[]{make_pens, {"pens", "pens/0002.sql", "insert into pens values (2); insert into pens values (1)"}};
    try {
        migrate(owner, bad);
        FAIL();
    } catch (const std::runtime_error& fault) {
        EXPECT_NE(std::string(fault.what()).find("pens/0002.sql"), std::string::npos) << fault.what();
    }
    EXPECT_EQ(Session(owner).ask(count_pens.one<std::int64_t>()), 1);
    Migration good[]{make_pens, more_pens};
    EXPECT_EQ(migrate(owner, good).applied, std::vector<std::string>{"pens/0002.sql"});
}

TEST_F(migration, history_cannot_be_rewritten) {
    Migration before[]{make_pens};
    Migration after[]{{"pens", "pens/0001.sql", "create table pens (id int4)"}};
    migrate(owner, before);
    EXPECT_THROW(migrate(owner, after), std::runtime_error);
}

TEST_F(migration, two_programs_that_start_together_do_it_once) {
    Migration both[]{make_pens, more_pens};
    std::atomic<int> applied = 0, failed = 0;
    auto start = [&] {
        try {
            applied += int(migrate(owner, both).applied.size());
        } catch (const std::exception&) {
            ++failed;
        }
    };
    {
        std::vector<std::jthread> programs;
        for (int i = 0; i < 4; ++i) programs.emplace_back(start);
    }
    EXPECT_EQ(applied, 2);
    EXPECT_EQ(failed, 0);
}

// A server of its own, because the one from DATABASE_URL may want passwords that this test cannot know.
TEST(migration_by_plain_owner, works_and_the_owner_can_act_as_the_runtime_role) {
    auto folder = "/tmp/vitrine-tests-" + std::to_string(getpid()) + "-plain";
    Cluster cluster({.folder = folder, .fast_and_unsafe = true, .dies_with_program = true});
    cluster.start();
    Session(cluster.owner_conninfo("postgres")).run("create role plain_owner login createrole");
    Session(cluster.owner_conninfo("postgres")).run("alter database vitrine owner to plain_owner");
    auto plain = cluster.runtime_conninfo() + " user=plain_owner";
    EXPECT_FALSE(migrate(plain, embedded_migrations()).applied.empty());
    // Where the runtime roles have no login of their own, the owner logs in and acts as one of them.
    Session acting(plain, "vitrine_app");
    const test::Statement<> who("m.who", "select array[current_user::text, session_user::text]");
    EXPECT_EQ(acting.ask(who.one<std::vector<std::string>>()), (std::vector<std::string>{"vitrine_app", "plain_owner"}));
    cluster.stop();
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace vitrine::pg
