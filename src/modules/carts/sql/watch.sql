-- watch(CartId[] id) -> count
-- For ten minutes edits of these carts are told to all processes. Not an edit: the version stays.
update carts.carts set watched_until = now() + interval '10 minutes' where store_id = vitrine.current_store() and id = any($1) and state = 'active'
