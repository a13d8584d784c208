#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/database/tables.h"
#include "tests/support/database.h"

// No store sees or touches another store's rows. Generated from the catalog of tables: a new table is tested without anybody thinking of it.
namespace vitrine::test {
namespace {

/// Tables that belong to no store, and why that is sound.
const std::map<std::string, std::string> global_tables{
    {"vitrine_migrations", "which files were applied to this database; only the owner reads and writes it"},
};

/// Functions that run with their owner's rights though the shop calls them, and why that is sound.
const std::map<std::string, std::string> trusted_functions{
    {"audit.note(text,text,text,jsonb,jsonb)", "adds one entry to the audit log of the running transaction's own store; who acts is not among its parameters"},
    {"audit.seal(bigint)", "chains entries of the running transaction's own store behind its last link; its parameter is how many at most"},
    {"audit.\"trim\"(bigint)", "takes off what has been over for a year from the running transaction's own chain; its parameter is how many at most"},
    {"orders.next_number()", "as next_numbers(bigint), which took its place; for processes of the version before"},
    {"vitrine.find_person(uuid,text[],text[])", "reads what the running transaction's own store knows of one person; the policies of the owner hold it to that store"},
    {"vitrine.personal_data(uuid,text[],text[])", "as find_person"},
    {"vitrine.personal_bounds(uuid,text[],text[])", "as find_person"},
    {"vitrine.erase_person(uuid,text[],text[],text)", "takes one person out of the running transaction's own store, out of tables in which the shop may change nothing itself; refuses while something is open"},
    {"documents.papers_of(text[],uuid,text[])", "as find_person"},
    {"documents.seal_papers(uuid[],bytea[],timestamp with time zone[])", "takes the buyer off papers of the running transaction's own store and keeps them sealed; touches nothing else of them, once"},
    {"privacy.expire(jsonb,timestamp with time zone,integer)", "deletes or empties rows of the running transaction's own store that are older than what the store keeps"},
    {"orders.next_numbers(bigint)", "makes and reads the number sequence of the running transaction's own store; its parameter is how many, and it touches no table"},
};

const std::string store_a = "0190a000-0000-7000-8000-00000000000a", store_b = "0190b000-0000-7000-8000-00000000000b";
constexpr auto refused = "42501";  // insufficient_privilege: by a missing grant or by a policy

struct tenancy : testing::Test {
    static void SetUpTestSuite() {
        database = new TestDatabase;
        pg::Session owner(database->owner());
        for (auto& table : all_tables(owner))
            if (!global_tables.contains(table.name)) tables.push_back(table);
        for (const auto& table : tables) ASSERT_TRUE(table.has_store) << table.name << " has no store_id and is not among the global tables";
        fill(owner, tables, {store_a, store_b});
    }
    static void TearDownTestSuite() {
        delete database;
        tables.clear();
    }
    void become(const std::string& store) { app.run("select set_config('vitrine.store', '" + store + "', false)"); }
    bool may(const Table& table, const std::string& verb, const std::string& role = "vitrine_app") {
        return rows(owner, "select has_table_privilege('" + role + "', '" + table.name + "', '" + verb + "')")[0][0] == "t";
    }
    /// What a runtime role may at most get to see or do: nothing, or a refusal.
    void expect_nothing(const Table& table, const std::string& sql) {
        auto done = attempt(app, sql);
        EXPECT_TRUE(done.sqlstate == refused || (done.sqlstate.empty() && done.touched == 0)) << table.name << ": " << sql << " gave " << done.touched << " " << done.message;
    }

    inline static TestDatabase* database = nullptr;
    inline static std::vector<Table> tables;
    pg::Session owner{database->owner()}, app{database->runtime(), "vitrine_app"};
};

TEST_F(tenancy, the_runtime_roles_own_nothing_and_cannot_bypass) {
    auto roles = rows(owner, "select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication from pg_roles where rolname in ('vitrine_app', 'vitrine_worker')");
    ASSERT_EQ(roles.size(), 2u);
    for (auto& role : roles) EXPECT_EQ(role[1], "f") << role[0];
    EXPECT_EQ(rows(owner, "select count(*) from pg_class where relowner in (select oid from pg_roles where rolname in ('vitrine_app', 'vitrine_worker'))")[0][0], "0");
    EXPECT_EQ(rows(owner, "select count(*) from pg_auth_members where member in (select oid from pg_roles where rolname in ('vitrine_app', 'vitrine_worker'))")[0][0], "0");
}

TEST_F(tenancy, every_table_has_row_level_security_enabled_forced_and_a_policy) {
    for (const auto& table : tables) {
        EXPECT_TRUE(table.row_security) << table.name << ": call vitrine.protect(…) after create table";
        EXPECT_TRUE(table.forced) << table.name;
        EXPECT_GE(table.policies, 1) << table.name;
    }
}

TEST_F(tenancy, store_leads_every_primary_key) {
    for (auto& row : rows(owner, "select i.indrelid::regclass::text, a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] "
                                 "join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace "
                                 "where i.indisprimary and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'"))
        if (!global_tables.contains(row[0])) EXPECT_EQ(row[1], "store_id") << row[0];
}

TEST_F(tenancy, global_tables_are_closed_to_the_runtime_roles) {
    for (const auto& [name, reason] : global_tables)
        for (const char* role : {"vitrine_app", "vitrine_worker"})
            for (const char* verb : {"select", "insert", "update", "delete", "truncate"})
                EXPECT_EQ(rows(owner, std::string("select has_table_privilege('") + role + "', '" + name + "', '" + verb + "')")[0][0], "f") << name << " " << role << " " << verb;
}

TEST_F(tenancy, nobody_may_truncate_or_reach_rows_by_a_side_door) {
    for (const auto& table : tables)
        for (const char* role : {"vitrine_app", "vitrine_worker"})
            for (const char* verb : {"truncate", "references", "trigger"}) EXPECT_FALSE(may(table, verb, role)) << table.name << " " << role << " " << verb;
    // A view reads with its owner's rights unless told otherwise; a materialized view has no policies at all.
    for (auto& row : rows(owner, "select c.oid::regclass::text, c.relkind, coalesce(array_to_string(c.reloptions, ','), '') from pg_class c join pg_namespace n on n.oid = c.relnamespace "
                                 "where c.relkind in ('v', 'm') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' "
                                 "and (has_table_privilege('vitrine_app', c.oid, 'select') or has_table_privilege('vitrine_worker', c.oid, 'select'))"))
        EXPECT_TRUE(row[1] == "v" && row[2].find("security_invoker=true") != std::string::npos) << row[0];
    for (auto& row : rows(owner, "select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspname not like 'pg\\_%' "
                                 "and n.nspname <> 'information_schema' and has_function_privilege('vitrine_app', p.oid, 'execute')"))
        if (!trusted_functions.contains(row[0])) ADD_FAILURE() << row[0] << " runs with its owner's rights and vitrine_app may call it";
}

TEST_F(tenancy, the_made_up_rows_are_there) {
    for (const auto& table : tables)
        for (const auto& store : {store_a, store_b}) EXPECT_NE(fingerprint(owner, table, store).substr(0, 2), "0 ") << table.name;
}

TEST_F(tenancy, without_a_store_every_table_reads_zero_rows) {
    for (const auto& table : tables) {
        expect_nothing(table, "select 1 from " + table.name);
        become("");
        expect_nothing(table, "select 1 from " + table.name);
    }
}

TEST_F(tenancy, a_store_reads_its_own_rows_and_no_others) {
    become(store_a);
    for (const auto& table : tables) {
        expect_nothing(table, "select 1 from " + table.name + " where store_id <> '" + store_a + "'");
        if (may(table, "select")) EXPECT_GE(attempt(app, "select 1 from " + table.name).touched, 1) << table.name << " hides a store's own rows";
    }
}

TEST_F(tenancy, a_store_cannot_change_another_stores_rows) {
    become(store_a);
    int number = 1'000'000;
    for (const auto& table : tables) {
        auto before = fingerprint(owner, table, store_b);
        expect_nothing(table, "update " + table.name + " set store_id = store_id where store_id = '" + store_b + "'");
        expect_nothing(table, "update " + table.name + " set store_id = '" + store_a + "' where store_id = '" + store_b + "'");
        expect_nothing(table, "delete from " + table.name + " where store_id = '" + store_b + "'");
        expect_nothing(table, "select 1 from " + table.name + " where store_id = '" + store_b + "' for update");
        EXPECT_EQ(attempt(app, "update " + table.name + " set store_id = '" + store_b + "'").sqlstate, refused) << table.name << " lets a row move to another store";
        EXPECT_EQ(attempt(app, insert_of(table, store_b, ++number)).sqlstate, refused) << table.name << " lets a row be written for another store";
        EXPECT_EQ(fingerprint(owner, table, store_b), before) << table.name;
    }
}

TEST_F(tenancy, a_write_without_conditions_stays_within_the_store) {
    become(store_a);
    for (const auto& table : tables) {
        auto before = fingerprint(owner, table, store_b);
        attempt(app, "update " + table.name + " set store_id = store_id");
        attempt(app, "delete from " + table.name);
        EXPECT_EQ(fingerprint(owner, table, store_b), before) << table.name;
        if (may(table, "delete")) EXPECT_EQ(fingerprint(owner, table, store_a).substr(0, 2), "0 ") << table.name;
    }
}

TEST_F(tenancy, an_unprotected_table_would_be_found) {
    owner.run("create table forgotten (store_id uuid primary key)");
    auto found = all_tables(owner);
    owner.run("drop table forgotten");
    auto forgotten = std::ranges::find(found, "forgotten", &Table::name);
    ASSERT_NE(forgotten, found.end());
    EXPECT_FALSE(forgotten->row_security);
    EXPECT_EQ(forgotten->policies, 0);
}

}  // namespace
}  // namespace vitrine::test
