-- lock_setting(text key) -> maybe i64
select version
from flags.settings
where store_id = vitrine.current_store() and key = $1
for update
