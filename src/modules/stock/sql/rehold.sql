-- rehold(text order_ref, VariantId[] variant, i64[] quantity, instant expires) -> many VariantId
with want as (
    select w.variant, sum(w.quantity)::bigint as quantity from unnest($2, $3) as w (variant, quantity) group by w.variant
), held as materialized (
    select r.variant, r.quantity
    from stock.reservations r
    where r.store_id = vitrine.current_store() and r.order_ref = $1 and r.state = 'active'
    order by r.variant
    for update
), change as materialized (
    select coalesce(w.variant, h.variant) as variant, coalesce(w.quantity, 0) as quantity, coalesce(w.quantity, 0) - coalesce(h.quantity, 0) as moved
    from want w full join held h on h.variant = w.variant
), locked as materialized (
    select l.variant from stock.levels l
    where l.store_id = vitrine.current_store() and l.variant in (select variant from change where moved <> 0)
    order by l.variant
    for update
), dropped as (
    update stock.reservations r
    set state = 'released', reason = 'edited'
    from change c
    where r.store_id = vitrine.current_store() and r.order_ref = $1 and r.variant = c.variant and r.state = 'active' and c.quantity = 0
), kept as (
    insert into stock.reservations (store_id, order_ref, variant, quantity, expires_at)
    select vitrine.current_store(), $1, c.variant, c.quantity, $4 from change c where c.quantity > 0
    on conflict (store_id, order_ref, variant) do update
    set quantity = excluded.quantity, state = 'active', reason = null, expires_at = excluded.expires_at
)
update stock.levels l
set reserved = l.reserved + c.moved
from change c join locked using (variant)
where l.store_id = vitrine.current_store() and l.variant = c.variant
returning l.variant
