-- rule_versions() -> many RuleVersion
-- For the worker role: all stores.
select store_id as store, part, version
from stores.rule_versions
order by store_id, part
