#include "io/pg/session.h"

namespace vitrine::pg {
namespace {

void ignore_notice(void*, const PGresult*) {}

ResultHandle checked(PGresult* raw, std::string_view name) {
    ResultHandle result(raw);
    auto status = PQresultStatus(raw);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) throw error_of(raw, name);
    return result;
}

}  // namespace

Session::Session(const std::string& conninfo, const std::string& role) {
    auto parameters = connect_parameters(conninfo, role);
    connection_.reset(PQconnectdbParams(parameters.names().data(), parameters.values().data(), 0));
    if (PQstatus(connection_.get()) != CONNECTION_OK) throw Unavailable("no connection to the database: " + std::string(PQerrorMessage(connection_.get())));
    PQsetNoticeReceiver(connection_.get(), &ignore_notice, nullptr);
}

void Session::run(const std::string& script) { checked(PQexec(connection_.get(), script.c_str()), {}); }

ResultHandle Session::execute(const Statement& statement, const Parameters& parameters) {
    BoundParameters bound(parameters);
    std::string sql(statement.sql);
    return checked(PQexecParams(connection_.get(), sql.c_str(), bound.count(), statement.parameter_types.data(), bound.values.data(), bound.lengths.data(),
                                bound.formats.data(), 1),
                   statement.name);
}

}  // namespace vitrine::pg
