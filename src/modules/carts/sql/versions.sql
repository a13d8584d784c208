-- versions(CartId[] id) -> many CartVersion{CartId id, i64 version}
select id, version from carts.carts where store_id = vitrine.current_store() and id = any($1)
