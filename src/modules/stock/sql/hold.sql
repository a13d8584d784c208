-- hold(text[] order_ref, VariantId[] variant, i64[] quantity, instant[] expires) -> count
insert into stock.reservations (store_id, order_ref, variant, quantity, expires_at)
select vitrine.current_store(), h.order_ref, h.variant, h.quantity, h.expires
from unnest($1, $2, $3, $4) as h (order_ref, variant, quantity, expires)
