-- own_settings() -> many OwnRow
select key, document, version, updated_at, actor
from flags.settings
where store_id = vitrine.current_store()
order by key
