-- refund_parts_of_order(OrderId order_id) -> many RefundPartRow{OrderRefundId refund, i64 position, RefundWay kind, i64 amount, payments::RefundId? payment_refund, bool replaced}
select p.refund, p.position, p.kind, p.amount, p.payment_refund, p.replaced
from orders.refund_parts p
join orders.refunds r on r.store_id = vitrine.current_store() and r.id = p.refund
where p.store_id = vitrine.current_store() and r.order_id = $1
order by p.refund, p.position
