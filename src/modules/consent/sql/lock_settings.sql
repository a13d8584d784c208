-- lock_settings() -> maybe i64
select version
from consent.settings
where store_id = vitrine.current_store()
for update
