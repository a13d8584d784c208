-- lock_gate() -> maybe i64
select version
from launch.gates
where store_id = vitrine.current_store()
for update
