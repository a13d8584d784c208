-- remove_rule(RuleId id) -> count
with removed as (
    delete from risk.rules
    where store_id = vitrine.current_store() and id = $1
    returning store_id, id, version, name, definition
)
insert into risk.rule_versions (store_id, rule, version, name, definition, is_deleted)
select store_id, id, version + 1, name, definition, true from removed
