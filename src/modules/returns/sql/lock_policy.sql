-- lock_policy() -> maybe i64
select version
from returns.policies
where store_id = vitrine.current_store()
for update
