#include "tests/database/text_query.h"

#include <cstdlib>

namespace vitrine::test {

std::vector<std::vector<std::string>> rows(pg::Session& session, const std::string& sql) {
    pg::ResultHandle result(PQexec(session.handle(), sql.c_str()));
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) throw pg::error_of(result.get(), sql);
    std::vector<std::vector<std::string>> out;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        auto& cells = out.emplace_back();
        for (int column = 0; column < PQnfields(result.get()); ++column) cells.emplace_back(PQgetvalue(result.get(), row, column));
    }
    return out;
}

Attempt attempt(pg::Session& session, const std::string& sql) {
    pg::ResultHandle result(PQexec(session.handle(), sql.c_str()));
    auto status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return {{}, std::strtoll(PQcmdTuples(result.get()), nullptr, 10), {}};
    auto fault = pg::error_of(result.get(), {});
    return {fault.sqlstate, 0, fault.what()};
}

}  // namespace vitrine::test
