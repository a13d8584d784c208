-- policy() -> maybe PolicyRow
select review_hours, on_expiry
from risk.settings
where store_id = vitrine.current_store()
