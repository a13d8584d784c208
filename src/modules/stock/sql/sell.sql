-- sell(text order_ref) -> many VariantId
with done as (
    update stock.reservations
    set state = 'sold'
    where store_id = vitrine.current_store() and order_ref = $1 and state = 'active'
    returning variant, quantity
), locked as materialized (
    select l.variant from stock.levels l
    where l.store_id = vitrine.current_store() and l.variant in (select variant from done)
    order by l.variant
    for update
), noted as (
    insert into stock.movements (store_id, variant, change, reason, reference)
    select vitrine.current_store(), variant, -quantity, 'sale', $1 from done
)
update stock.levels l
set on_hand = l.on_hand - done.quantity, reserved = l.reserved - done.quantity
from done join locked using (variant)
where l.store_id = vitrine.current_store() and l.variant = done.variant
returning l.variant
