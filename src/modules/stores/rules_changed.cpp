#include "modules/stores/api.h"
#include "modules/stores/sql.h"

namespace vitrine::stores {

void rules_changed(pg::Tx& tx, std::string_view part) { tx.send(sql::rules_changed(std::string(part))); }
pg::Query<std::vector<RuleVersion>> rule_versions() { return sql::rule_versions(); }
pg::Query<std::vector<RuleVersion>> own_rule_versions() { return sql::own_rule_versions(); }

}  // namespace vitrine::stores
