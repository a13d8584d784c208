#include "modules/audit/api.h"
#include "modules/audit/sql.h"

namespace vitrine::audit {

void note(pg::Tx& tx, std::string action, std::string subject, std::string key, RawJson details) { tx.send(sql::note(action, subject, key, details)); }

}  // namespace vitrine::audit
