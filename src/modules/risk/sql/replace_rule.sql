-- replace_rule(RuleId id, text name, bool is_on, i64 priority, json definition) -> count
with replaced as (
    update risk.rules
    set name = $2, is_on = $3, priority = $4, definition = $5, version = version + 1, updated_at = now()
    where store_id = vitrine.current_store() and id = $1
    returning store_id, id, version, name, definition
)
insert into risk.rule_versions (store_id, rule, version, name, definition)
select store_id, id, version, name, definition from replaced
