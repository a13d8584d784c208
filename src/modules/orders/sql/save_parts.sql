-- save_parts(OrderId[] order_id, i64[] position, VariantId[] variant, i64[] quantity) -> count
insert into orders.line_parts (store_id, order_id, position, variant, quantity)
select vitrine.current_store(), p.order_id, p.position, p.variant, p.quantity
from unnest($1, $2, $3, $4) as p (order_id, position, variant, quantity)
