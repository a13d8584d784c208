-- happenings_of(OrderId order_id) -> many HappeningRow{text kind, text words, bool is_visible, text actor, instant at}
select kind, words, is_visible, actor, at
from orders.happenings
where store_id = vitrine.current_store() and order_id = $1
order by position
