-- withdraw_refund(OrderRefundId id, text actor, instant now) -> count
with withdrawn as (
    update orders.refunds
    set withdrawn_at = $3, withdrawn_by = $2
    where store_id = vitrine.current_store() and id = $1 and withdrawn_at is null
    returning order_id, amount
)
update orders.orders o
set refunded = o.refunded - w.amount
from withdrawn w
where o.store_id = vitrine.current_store() and o.id = w.order_id
