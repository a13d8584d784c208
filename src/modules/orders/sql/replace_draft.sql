-- replace_draft(DraftId id, json content, instant now) -> count
update orders.drafts
set content = $2, version = version + 1, changed_at = $3
where store_id = vitrine.current_store() and id = $1 and state = 'open'
