-- discard(CartId id, bytes token_hash) -> count
delete from carts.carts
where store_id = vitrine.current_store() and id = $1 and token_hash = $2 and state = 'active'
