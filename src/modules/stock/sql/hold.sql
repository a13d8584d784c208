-- hold(text[] order_ref, VariantId[] variant, i64[] quantity, instant[] expires) -> count
-- The levels are locked by this transaction already.
with held as (
    insert into stock.reservations (store_id, order_ref, variant, quantity, expires_at)
    select vitrine.current_store(), h.order_ref, h.variant, h.quantity, h.expires
    from unnest($1, $2, $3, $4) as h (order_ref, variant, quantity, expires)
)
update stock.levels l
set reserved = l.reserved + total.quantity
from (select h.variant, sum(h.quantity)::bigint as quantity from unnest($2, $3) as h (variant, quantity) group by h.variant) total
where l.store_id = vitrine.current_store() and l.variant = total.variant
