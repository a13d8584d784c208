-- refund_items_of_order(OrderId order_id) -> many RefundItemRow{OrderRefundId refund, RefundItemKind kind, i64 position, i64 quantity, i64 gross, i64 tax, i64 discount, json taxes}
select i.refund, i.kind, i.position, i.quantity, i.gross, i.tax, i.discount, i.taxes
from orders.refund_items i
join orders.refunds r on r.store_id = vitrine.current_store() and r.id = i.refund
where i.store_id = vitrine.current_store() and r.order_id = $1
order by i.refund, i.kind, i.position
