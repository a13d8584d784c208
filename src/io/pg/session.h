#pragma once
#include "io/pg/libpq.h"

namespace vitrine::pg {

/// A blocking connection for work at the edges (start, migrations, tests). Never on a loop's thread.
class Session {
public:
    /// pg::Unavailable when there is no connection.
    explicit Session(const std::string& conninfo, const std::string& role = {});

    void run(const std::string& script);  ///< any number of statements without parameters; pg::Error
    /// One query in binary format, as in a transaction. pg::Error.
    template <class R>
    R ask(const Query<R>& query) {
        auto result = execute(*query.statement, query.parameters);
        return query.decode(result.get());
    }
    PGconn* handle() { return connection_.get(); }

private:
    ResultHandle execute(const Statement& statement, const Parameters& parameters);
    ConnectionHandle connection_;
};

}  // namespace vitrine::pg
