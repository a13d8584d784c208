-- release(text order_ref, text reason) -> many VariantId
with done as (
    update stock.reservations
    set state = 'released', reason = $2
    where store_id = vitrine.current_store() and order_ref = $1 and state = 'active'
    returning variant, quantity
), waived as (
    update stock.promises
    set state = 'released'
    where store_id = vitrine.current_store() and order_ref = $1 and state = 'waiting'
    returning variant, quantity
), total as (
    select variant, sum(held)::bigint as held, sum(promised)::bigint as promised
    from (select variant, quantity as held, 0 as promised from done union all select variant, 0, quantity from waived) as part
    group by variant
), locked as materialized (
    select l.variant from stock.levels l
    where l.store_id = vitrine.current_store() and l.variant in (select variant from total)
    order by l.variant
    for no key update
)
update stock.levels l
set reserved = l.reserved - total.held, promised = l.promised - total.promised
from total join locked using (variant)
where l.store_id = vitrine.current_store() and l.variant = total.variant
returning l.variant
