-- find_rule(RuleId id) -> maybe RuleRow
select id, version, definition, created_at, updated_at
from risk.rules
where store_id = vitrine.current_store() and id = $1
