-- release_item(ItemId id) -> count
update suppliers.items
set state = 'free', hold_reason = '', held_until = null, version = version + 1, updated_at = now()
where store_id = vitrine.current_store() and id = $1 and state = 'held'
