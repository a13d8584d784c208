-- take_back(text order_ref, VariantId[] variant, i64[] quantity, text reason) -> many VariantId
-- What was sold lies on the shelf again, with a movement; what was held is free.
with want as (
    select w.variant, sum(w.quantity)::bigint as quantity from unnest($2, $3) as w (variant, quantity) group by w.variant
), before as materialized (
    select r.variant, r.state, r.quantity as held, want.quantity
    from want
    join stock.reservations r on r.store_id = vitrine.current_store() and r.order_ref = $1 and r.variant = want.variant and r.state in ('active', 'sold') and r.quantity >= want.quantity
    order by r.variant
    for update of r
), changed as (
    update stock.reservations r
    set quantity = case when b.held > b.quantity then b.held - b.quantity else r.quantity end, state = case when b.held > b.quantity then r.state else 'released' end,
        reason = case when b.held > b.quantity then r.reason else $4 end
    from before b
    where r.store_id = vitrine.current_store() and r.order_ref = $1 and r.variant = b.variant
), locked as materialized (
    select l.variant from stock.levels l
    where l.store_id = vitrine.current_store() and l.variant in (select variant from before)
    order by l.variant
    for update
), noted as (
    insert into stock.movements (store_id, variant, change, reason, reference)
    select vitrine.current_store(), variant, quantity, $4, $1 from before where state = 'sold'
)
update stock.levels l
set on_hand = l.on_hand + case when b.state = 'sold' then b.quantity else 0 end, reserved = l.reserved - case when b.state = 'active' then b.quantity else 0 end
from before b join locked using (variant)
where l.store_id = vitrine.current_store() and l.variant = b.variant
returning l.variant
