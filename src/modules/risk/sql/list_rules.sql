-- list_rules(bool? is_on) -> many RuleRow
select id, version, definition, created_at, updated_at
from risk.rules
where store_id = vitrine.current_store() and ($1 is null or is_on = $1)
order by priority, id
