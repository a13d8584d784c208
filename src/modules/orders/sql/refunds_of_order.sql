-- refunds_of_order(OrderId order_id) -> many RefundRow{OrderRefundId id, i64 amount, i64 rounding, i64 allowance, i64 withheld, Currency currency, RefundTo destination, text reason, text actor, instant created_at, instant? withdrawn_at}
select id, amount, rounding, allowance, withheld, currency, destination, reason, actor, created_at, withdrawn_at
from orders.refunds
where store_id = vitrine.current_store() and order_id = $1
order by id
