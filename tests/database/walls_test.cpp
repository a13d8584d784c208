#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/database/tables.h"
#include "tests/support/database.h"

// The walls inside a store (docs/adr/0035-second-wall.md), tried with pgTAP: every table of the catalog by every kind of session with every verb. What a table is, it says itself.
namespace vitrine::test {
namespace {

const std::string store_a = "0190a000-0000-7000-8000-00000000000a", store_b = "0190b000-0000-7000-8000-00000000000b";

std::string file_text(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    if (text.str().empty()) throw std::runtime_error("no " + path + " below the working folder");
    return text.str();
}

struct walls : testing::Test {
    static void SetUpTestSuite() {
        database = new TestDatabase;
        pg::Session owner(database->owner());
        is_there = rows(owner, "select count(*) from pg_available_extensions where name = 'pgtap'")[0][0] == "1";
        if (!is_there) return;
        std::vector<Table> tables;
        for (auto& table : all_tables(owner))
            if (table.name != "vitrine_migrations") tables.push_back(table);
        fill(owner, tables, {store_a, store_b});
        owner.run(file_text("tests/database/walls.sql"));
        int number = 2'000'000;
        for (const auto& row : rows(owner, "select place from walls.personal"))
            for (const auto& table : tables)
                if (table.name == row[0])
                    for (int i = 0; i < 2; ++i) owner.run(insert_of(table, store_a, ++number));
        rows(owner, "select walls.give_owners('" + store_a + "')");
    }
    static void TearDownTestSuite() { delete database; }
    void SetUp() override { ASSERT_TRUE(is_there) << "pgTAP is missing: bin/setup installs postgresql-15-pgtap"; }

    /// Runs tests and gives how many there were; each that fails is a failure here, with pgTAP's words.
    size_t run(const std::string& tests) {
        pg::Session session(database->owner());
        session.run("begin");
        rows(session, "select no_plan()");
        auto lines = rows(session, "select line from " + tests + " as t (line)");
        size_t count = 0;
        for (const auto& line : lines) {
            ++count;
            if (!line[0].starts_with("ok ")) faults.push_back(line[0]);
        }
        session.run("rollback");
        return count;
    }
    void expect_none() {
        EXPECT_TRUE(faults.empty()) << faults.size() << " do not hold";
        for (size_t i = 0; i < std::min<size_t>(faults.size(), 30); ++i) ADD_FAILURE() << faults[i];
    }

    std::vector<std::string> faults;
    inline static TestDatabase* database = nullptr;
    inline static bool is_there = false;
};

TEST_F(walls, every_table_says_which_it_stands_behind) {
    EXPECT_GE(run("walls.declarations()"), 300u);
    expect_none();
}

TEST_F(walls, let_through_what_the_table_says_to_every_session_with_every_verb) {
    EXPECT_GE(run("walls.trials('" + store_a + "', '" + store_b + "')"), 2'500u);
    expect_none();
}

TEST_F(walls, keep_customers_from_one_another) {
    EXPECT_GE(run("walls.of_persons('" + store_a + "')"), 15u);
    expect_none();
}

TEST_F(walls, a_table_without_a_wall_would_be_found) {
    database->run("create table forgotten (store_id uuid primary key); call vitrine.protect('forgotten')");
    run("walls.declarations()");
    database->run("drop table forgotten");
    ASSERT_EQ(faults.size(), 1u);
    EXPECT_NE(faults[0].find("forgotten says which wall"), std::string::npos) << faults[0];
}

TEST_F(walls, a_wall_that_was_taken_down_would_be_found) {
    database->run("drop policy of_staff on audit.entries");
    run("walls.trials('" + store_a + "', '" + store_b + "')");
    run("walls.declarations()");
    database->run("create policy of_staff on audit.entries as restrictive for all to vitrine_app using (not vitrine.is_shopper()) with check (not vitrine.is_shopper())");
    auto names = [&](std::string_view text) { return std::ranges::any_of(faults, [&](const auto& fault) { return fault.find(text) != std::string::npos; }); };
    EXPECT_TRUE(names("guest selects from audit.entries"));
    EXPECT_TRUE(names("customer selects from audit.entries"));
    EXPECT_TRUE(names("audit.entries has the policy of its class"));
    EXPECT_EQ(faults.size(), 3u);
}

TEST_F(walls, refuse_a_class_that_is_none) {
    auto refused = [&](const std::string& sql) {
        pg::Session session(database->owner());
        return !attempt(session, sql).sqlstate.empty();
    };
    EXPECT_TRUE(refused("call vitrine.wall('audit.entries', 'secret')"));
    EXPECT_TRUE(refused("call vitrine.wall('audit.entries', 'personal')")) << "whose?";
    EXPECT_TRUE(refused("call vitrine.wall('audit.entries', 'staff', 'id is null')"));
}

}  // namespace
}  // namespace vitrine::test
