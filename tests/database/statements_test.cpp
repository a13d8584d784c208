#include <gtest/gtest.h>

#include <map>
#include <set>

#include "all_statements.h"
#include "tests/database/text_query.h"
#include "tests/support/database.h"

// The contract between C++ and SQL: every .sql file is prepared against a freshly migrated database, and what the server says of its parameters and columns is
// compared with the shapes. A column renamed in a migration fails here, not in front of a shopper.
namespace vitrine::test {
namespace {

struct statements : testing::Test {
    static void SetUpTestSuite() { database = new TestDatabase; }
    static void TearDownTestSuite() { delete database; }
    inline static TestDatabase* database = nullptr;
    pg::Session app{database->runtime(), "vitrine_app"}, worker{database->runtime(), "vitrine_worker"};
};

/// Statements of io/pg are run by the owner or by the server alone, or are commands like `begin`.
bool is_for_runtime_roles(const pg::Statement& statement) { return !statement.name.starts_with("pg."); }

std::string prepare(pg::Session& session, const pg::Statement& statement) {
    std::string name(statement.name), sql(statement.sql);
    pg::ResultHandle result(PQprepare(session.handle(), name.c_str(), sql.c_str(), int(statement.parameter_types.size()), statement.parameter_types.data()));
    return PQresultStatus(result.get()) == PGRES_COMMAND_OK ? "" : PQresultErrorMessage(result.get());
}

std::string compare_columns(const PGresult* described, const std::vector<std::pair<std::string, std::uint32_t>>& wanted) {
    std::map<std::string, std::uint32_t> there;
    for (int i = 0; i < PQnfields(described); ++i) there.emplace(PQfname(described, i), PQftype(described, i));
    if (int(there.size()) != PQnfields(described)) return "two columns share a name";
    if (wanted.size() == 1 && wanted[0].first.empty()) {
        if (there.size() != 1) return "one column is wanted, " + std::to_string(there.size()) + " come";
        return there.begin()->second == wanted[0].second ? "" : "type oid " + std::to_string(there.begin()->second) + " comes, " + std::to_string(wanted[0].second) + " is wanted";
    }
    for (const auto& [name, type] : wanted) {
        auto found = there.find(name);
        if (found == there.end()) return "no column " + name;
        if (found->second != type) return "column " + name + " has type oid " + std::to_string(found->second) + ", the shape wants " + std::to_string(type);
        there.erase(found);
    }
    return there.empty() ? "" : "column " + there.begin()->first + " is read by nobody";
}

TEST_F(statements, are_there) { EXPECT_GE(pg::Statement::all().size(), 10u); }

TEST_F(statements, have_names_of_their_own) {
    std::set<std::string_view> names;
    for (const auto* statement : pg::Statement::all()) EXPECT_TRUE(names.insert(statement->name).second) << statement->name << " twice: " << statement->file;
}

TEST_F(statements, prepare_with_the_parameters_and_columns_of_their_shapes) {
    for (const auto* statement : pg::Statement::all()) {
        SCOPED_TRACE(std::string(statement->file));
        if (auto fault = prepare(app, *statement); !fault.empty()) {
            ADD_FAILURE() << fault;
            continue;
        }
        pg::ResultHandle described(PQdescribePrepared(app.handle(), std::string(statement->name).c_str()));
        ASSERT_EQ(PQresultStatus(described.get()), PGRES_COMMAND_OK) << PQresultErrorMessage(described.get());
        EXPECT_EQ(size_t(PQnparams(described.get())), statement->parameter_types.size());
        for (int i = 0; i < PQnparams(described.get()); ++i) EXPECT_EQ(PQparamtype(described.get(), i), statement->parameter_types[size_t(i)]) << "parameter " << i + 1;
        if (statement->columns) EXPECT_EQ(compare_columns(described.get(), statement->columns()), "");
    }
}

/// Explaining checks the rights to every table and column, and runs nothing.
std::string explain(pg::Session& session, const pg::Statement& statement) {
    if (auto fault = prepare(session, statement); !fault.empty()) return fault;
    std::string sql = "explain execute \"" + std::string(statement.name) + "\"";
    for (size_t i = 0; i < statement.parameter_types.size(); ++i) sql += i ? ", null" : " (null";
    if (!statement.parameter_types.empty()) sql += ")";
    auto done = attempt(session, sql);
    return done.sqlstate.empty() ? "" : done.sqlstate + " " + done.message;
}

TEST_F(statements, are_allowed_to_one_of_the_runtime_roles) {
    for (const auto* statement : pg::Statement::all()) {
        if (!is_for_runtime_roles(*statement)) continue;
        auto as_app = explain(app, *statement);
        if (as_app.empty()) continue;
        auto as_worker = explain(worker, *statement);
        EXPECT_TRUE(as_worker.empty()) << statement->file << "\n  as vitrine_app: " << as_app << "\n  as vitrine_worker: " << as_worker;
    }
}

}  // namespace
}  // namespace vitrine::test
