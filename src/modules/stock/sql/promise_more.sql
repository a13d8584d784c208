-- promise_more(text order_ref, VariantId[] variant, i64[] quantity, instant expires) -> count
-- The levels are locked: what may be promised was found behind their locks. Who asks for more stands behind those who came meanwhile.
with more as (
    select m.variant, m.quantity from unnest($2, $3) as m (variant, quantity)
), made as (
    insert into stock.promises as p (store_id, order_ref, variant, quantity, expires_at)
    select vitrine.current_store(), $1, variant, quantity, $4 from more
    on conflict (store_id, order_ref, variant) do update
    set quantity = case when p.state = 'waiting' then p.quantity else 0 end + excluded.quantity, state = 'waiting', destination = null, position = default, expires_at = excluded.expires_at
)
update stock.levels l
set promised = l.promised + m.quantity
from more m
where l.store_id = vitrine.current_store() and l.variant = m.variant
