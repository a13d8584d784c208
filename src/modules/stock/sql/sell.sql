-- sell(text order_ref, VariantId[] variant, WarehouseId[] warehouse, i64[] quantity) -> count
-- The levels are locked, the goods were chosen behind their locks.
with taken as (
    select t.variant, t.warehouse, t.quantity from unnest($2, $3, $4) as t (variant, warehouse, quantity)
), done as (
    update stock.reservations
    set state = 'sold'
    where store_id = vitrine.current_store() and order_ref = $1 and state = 'active'
), noted as (
    insert into stock.movements (store_id, variant, warehouse, change, reason, reference)
    select vitrine.current_store(), variant, warehouse, -quantity, 'sale', $1 from taken
), allocated as (
    insert into stock.allocations as a (store_id, order_ref, variant, warehouse, quantity)
    select vitrine.current_store(), $1, variant, warehouse, quantity from taken
    on conflict (store_id, order_ref, variant, warehouse) do update set quantity = a.quantity + excluded.quantity
), shelved as (
    update stock.shelves s
    set on_hand = s.on_hand - t.quantity
    from taken t
    where s.store_id = vitrine.current_store() and s.variant = t.variant and s.warehouse = t.warehouse
)
update stock.levels l
set on_hand = l.on_hand - t.quantity, reserved = l.reserved - t.quantity
from (select variant, sum(quantity)::bigint as quantity from taken group by variant) t
where l.store_id = vitrine.current_store() and l.variant = t.variant
