-- waive(text order_ref) -> many VariantId
-- A promise that was paid for keeps its destination: what was paid for it is given back.
with waived as (
    update stock.promises
    set state = 'released'
    where store_id = vitrine.current_store() and order_ref = $1 and state = 'waiting'
    returning variant, quantity
), locked as materialized (
    select l.variant from stock.levels l
    where l.store_id = vitrine.current_store() and l.variant in (select variant from waived)
    order by l.variant
    for no key update
)
update stock.levels l
set promised = l.promised - w.quantity
from (select variant, sum(quantity)::bigint as quantity from waived group by variant) w join locked using (variant)
where l.store_id = vitrine.current_store() and l.variant = w.variant
returning l.variant
