-- end_draft(DraftId id, DraftState state, OrderId? order_id, instant now) -> count
update orders.drafts
set state = $2, order_id = $3, version = version + 1, changed_at = $4
where store_id = vitrine.current_store() and id = $1 and state = 'open'
