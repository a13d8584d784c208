-- edit_line(CartId id, bytes token_hash, LineId line, i64 quantity, i64? version) -> maybe i64
with cart as (
    update carts.carts
    set version = version + 1, updated_at = now()
    where store_id = vitrine.current_store() and id = $1 and $2 in (token_hash, other_hash) and state = 'active' and ($5 is null or version = $5)
        and exists (select from carts.lines l where l.store_id = vitrine.current_store() and l.cart = $1 and l.id = $3)
    returning id, version
), edited as (
    update carts.lines l
    set quantity = $4
    from cart
    where l.store_id = vitrine.current_store() and l.cart = cart.id and l.id = $3 and $4 > 0
), removed as (
    delete from carts.lines l
    using cart
    where l.store_id = vitrine.current_store() and l.cart = cart.id and l.id = $3 and $4 = 0
)
select version from cart
