-- give_key(CartId id, bytes other_hash) -> maybe i64
-- A guest's cart gets a second key; an earlier second key opens it no longer. Not an edit.
update carts.carts set other_hash = $2 where store_id = vitrine.current_store() and id = $1 and state = 'active' and customer is null returning version
