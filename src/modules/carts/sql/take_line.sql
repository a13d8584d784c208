-- take_line(CartId cart, LineId line) -> maybe TakenLine{VariantId variant, i64 quantity}
-- The cart is locked.
with taken as (
    delete from carts.lines where store_id = vitrine.current_store() and cart = $1 and id = $2
    returning variant, quantity
), edited as (
    update carts.carts set version = version + 1, updated_at = now()
    where store_id = vitrine.current_store() and id = $1 and exists (select from taken)
)
select variant, quantity from taken
