-- replace_lines(CartId cart, LineId[] line, VariantId[] variant, i64[] quantity) -> count
-- The cart is locked. A line that stays keeps its id.
with wanted as (
    select w.id, w.variant, w.quantity from unnest($2, $3, $4) as w (id, variant, quantity)
), removed as (
    delete from carts.lines l
    where l.store_id = vitrine.current_store() and l.cart = $1 and not exists (select from wanted w where w.variant = l.variant)
)
insert into carts.lines as l (store_id, cart, id, variant, quantity)
select vitrine.current_store(), $1, w.id, w.variant, w.quantity from wanted w
on conflict (store_id, cart, variant) do update set quantity = excluded.quantity
