-- rule_versions(RuleId rule) -> many RuleVersionRow
select version, definition, is_deleted, actor, at
from risk.rule_versions
where store_id = vitrine.current_store() and rule = $1
order by version desc
