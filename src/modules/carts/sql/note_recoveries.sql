-- note_recoveries(CartId[] cart, bytes[] token_hash, instant expires_at) -> count
-- The carts are locked.
with noted as (
    insert into carts.recoveries (store_id, token_hash, cart, expires_at)
    select vitrine.current_store(), n.token_hash, n.cart, $3 from unnest($1, $2) as n (cart, token_hash)
)
delete from carts.unfinished where store_id = vitrine.current_store() and cart = any($1)
