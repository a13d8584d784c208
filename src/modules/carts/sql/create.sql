-- create(CartId id, bytes token_hash) -> count
insert into carts.carts (store_id, id, token_hash)
values (vitrine.current_store(), $1, $2)
