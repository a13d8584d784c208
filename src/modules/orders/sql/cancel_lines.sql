-- cancel_lines(OrderId id, i64[] position, i64[] quantity) -> count
update orders.lines l
set cancelled = l.cancelled + c.quantity
from unnest($2, $3) as c (position, quantity)
where l.store_id = vitrine.current_store() and l.order_id = $1 and l.position = c.position
