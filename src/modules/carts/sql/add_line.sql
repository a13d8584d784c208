-- add_line(CartId id, bytes token_hash, LineId line, VariantId variant, i64 quantity, i64? version) -> maybe i64
with cart as (
    update carts.carts
    set version = version + 1, updated_at = now()
    where store_id = vitrine.current_store() and id = $1 and $2 in (token_hash, other_hash) and state = 'active' and ($6 is null or version = $6)
        and (select count(*) from carts.lines l where l.store_id = vitrine.current_store() and l.cart = $1 and l.variant <> $4) < 200
    returning id, version
), added as (
    insert into carts.lines as l (store_id, cart, id, variant, quantity)
    select vitrine.current_store(), cart.id, $3, $4, $5 from cart
    on conflict (store_id, cart, variant) do update set quantity = least(l.quantity + excluded.quantity, 9999)
)
select version from cart
