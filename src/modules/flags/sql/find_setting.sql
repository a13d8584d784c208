-- find_setting(text key) -> maybe OwnRow
select key, document, version, updated_at, actor
from flags.settings
where store_id = vitrine.current_store() and key = $1
