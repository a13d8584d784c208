-- read_policy() -> maybe PolicyRow
select is_on, document, version, updated_at, actor
from quality.policies
where store_id = vitrine.current_store()
