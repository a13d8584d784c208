-- hold_item(ItemId id, text reason, instant? until) -> one i64
update suppliers.items
set state = 'held', hold_reason = $2, held_until = $3, version = version + 1, updated_at = now()
where store_id = vitrine.current_store() and id = $1 and state <> 'sold'
returning version
