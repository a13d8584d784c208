-- promise(text[] order_ref, VariantId[] variant, i64[] quantity, instant[] expires) -> count
-- The levels are locked: what is promised is decided behind their locks.
with made as (
    insert into stock.promises (store_id, order_ref, variant, quantity, expires_at)
    select vitrine.current_store(), p.order_ref, p.variant, p.quantity, p.expires
    from unnest($1, $2, $3, $4) as p (order_ref, variant, quantity, expires)
    returning variant, quantity
)
update stock.levels l
set promised = l.promised + m.quantity
from (select variant, sum(quantity)::bigint as quantity from made group by variant) m
where l.store_id = vitrine.current_store() and l.variant = m.variant
