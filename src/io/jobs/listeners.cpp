#include "io/jobs/listeners.h"

#include "io/jobs/sql.h"

namespace vitrine::jobs {

void listen(pg::Tx& tx, const std::string& kind, bool is_on) {
    if (is_on) tx.send(sql::add_listener(kind));
    else tx.send(sql::remove_listener(kind));
}

pg::Query<bool> listens(const std::string& kind) { return sql::has_listener(kind); }

}  // namespace vitrine::jobs
