#pragma once
// libpq's handles as owners. Only files of io/pg and the test support include this.
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <libpq-fe.h>

#include "io/pg/db.h"

namespace vitrine::pg {

struct Release {
    void operator()(PGresult* result) const { PQclear(result); }
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using ResultHandle = std::unique_ptr<PGresult, Release>;
using ConnectionHandle = std::unique_ptr<PGconn, Release>;

/// The server's complaint about one statement.
Error error_of(const PGresult* result, std::string_view statement);

/// libpq's parameters of one connection, ready for PQconnectStartParams.
struct ConnectParameters {
    std::vector<std::pair<std::string, std::string>> all;
    std::vector<const char*> names() const;
    std::vector<const char*> values() const;
};

/// Reads a conninfo or URI and adds what every connection of ours wants. `user`: the role to act as. When the conninfo names another user, that user logs in
/// and acts as `user` from the start (it must be a member): for servers where the runtime roles have no password of their own. std::runtime_error on bad conninfo.
ConnectParameters connect_parameters(const std::string& conninfo, const std::string& user);

/// A statement's parameters as libpq wants them: pointers into `parameters`, all in binary format.
struct BoundParameters {
    explicit BoundParameters(const Parameters& parameters);
    std::vector<const char*> values;
    std::vector<int> lengths, formats;
    int count() const { return int(values.size()); }
};

}  // namespace vitrine::pg
