-- add_rule(RuleId id, text name, bool is_on, i64 priority, json definition) -> count
with added as (
    insert into risk.rules (store_id, id, name, is_on, priority, definition)
    values (vitrine.current_store(), $1, $2, $3, $4, $5)
    returning store_id, id, version, name, definition
)
insert into risk.rule_versions (store_id, rule, version, name, definition)
select store_id, id, version, name, definition from added
