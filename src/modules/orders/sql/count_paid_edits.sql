-- count_paid_edits(OrderId order_id) -> one i64
select count(*)
from orders.paid_edits
where store_id = vitrine.current_store() and order_id = $1
