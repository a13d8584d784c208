-- watch(CartId id) -> count
-- For ten minutes edits of this cart are told to all processes. Waits for an edit that is under way, so that the next one knows. Not an edit: the version stays.
update carts.carts set watched_until = now() + interval '10 minutes' where store_id = vitrine.current_store() and id = $1 and state = 'active'
