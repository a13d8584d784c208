-- moves_of(OrderId order_id) -> many MoveRow{State state, text reason, text actor, instant at}
select state, reason, actor, at
from orders.timeline
where store_id = vitrine.current_store() and order_id = $1
order by position
