-- set_addresses(CartId id, bytes token_hash, text email, json shipping, json? billing, i64? version) -> maybe i64
with cart as (
    update carts.carts
    set version = version + 1, updated_at = now(), email = $3, shipping_address = $4, billing_address = $5
    where store_id = vitrine.current_store() and id = $1 and $2 in (token_hash, other_hash) and state = 'active' and ($6 is null or version = $6)
    returning id, version
), noted as (
    insert into carts.unfinished (store_id, cart)
    select vitrine.current_store(), id from cart
    on conflict do nothing
)
select version from cart
