-- find_policy() -> maybe PolicyRow{json policy, i64 version}
select policy, version
from returns.policies
where store_id = vitrine.current_store()
