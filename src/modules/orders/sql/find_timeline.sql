-- find_timeline(OrderId id) -> many TimelineEntry
select state, at, actor
from orders.timeline
where store_id = vitrine.current_store() and order_id = $1
order by position
