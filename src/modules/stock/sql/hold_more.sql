-- hold_more(text order_ref, VariantId[] variant, i64[] quantity, instant expires) -> count
-- The levels are locked: what is there was found behind their locks.
with more as (
    select m.variant, m.quantity from unnest($2, $3) as m (variant, quantity)
), held as (
    insert into stock.reservations as r (store_id, order_ref, variant, quantity, expires_at)
    select vitrine.current_store(), $1, variant, quantity, $4 from more
    on conflict (store_id, order_ref, variant, part) do update
    set quantity = case when r.state = 'active' then r.quantity else 0 end + excluded.quantity, state = 'active', reason = null, expires_at = excluded.expires_at
)
update stock.levels l
set reserved = l.reserved + m.quantity
from more m
where l.store_id = vitrine.current_store() and l.variant = m.variant
