-- own_rule_versions() -> many RuleVersion
select store_id as store, part, version
from stores.rule_versions
where store_id = vitrine.current_store()
order by part
