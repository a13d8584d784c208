-- release(text order_ref, text reason) -> many VariantId
with done as (
    update stock.reservations
    set state = 'released', reason = $2
    where store_id = vitrine.current_store() and order_ref = $1 and state = 'active'
    returning variant, quantity
), locked as materialized (
    select l.variant from stock.levels l
    where l.store_id = vitrine.current_store() and l.variant in (select variant from done)
    order by l.variant
    for update
)
update stock.levels l
set reserved = l.reserved - done.quantity
from done join locked using (variant)
where l.store_id = vitrine.current_store() and l.variant = done.variant
returning l.variant
