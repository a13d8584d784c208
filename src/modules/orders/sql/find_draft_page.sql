-- find_draft_page(DraftState state, DraftId? before_id, i32 page) -> many DraftRow
select id, version, state, content, order_id, actor, made_at, changed_at
from orders.drafts
where store_id = vitrine.current_store() and state = $1 and ($2 is null or id < $2)
order by id desc
limit $3::integer
