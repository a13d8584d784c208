-- find_draft(DraftId id) -> maybe DraftRow
select id, version, state, content, order_id, actor, made_at, changed_at
from orders.drafts
where store_id = vitrine.current_store() and id = $1
