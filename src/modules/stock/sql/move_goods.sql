-- move_goods(VariantId[] variant, WarehouseId[] warehouse, i64[] quantity, text reason, text reference, text note) -> count
-- The levels are locked, the outcome was judged behind their locks. The constraints of both tables have the last word.
with change as (
    select c.variant, c.warehouse, c.quantity from unnest($1, $2, $3) as c (variant, warehouse, quantity)
), put as (
    insert into stock.shelves as s (store_id, variant, warehouse, on_hand)
    select vitrine.current_store(), variant, warehouse, quantity from change where quantity > 0
    on conflict (store_id, variant, warehouse) do update set on_hand = s.on_hand + excluded.on_hand
), took as (
    update stock.shelves s
    set on_hand = s.on_hand + c.quantity
    from change c
    where s.store_id = vitrine.current_store() and s.variant = c.variant and s.warehouse = c.warehouse and c.quantity < 0
), noted as (
    insert into stock.movements (store_id, variant, warehouse, change, reason, reference, note)
    select vitrine.current_store(), variant, warehouse, quantity, $4, $5, $6 from change
)
update stock.levels l
set on_hand = l.on_hand + t.quantity
from (select variant, sum(quantity)::bigint as quantity from change group by variant) t
where l.store_id = vitrine.current_store() and l.variant = t.variant and t.quantity <> 0
