-- find_refund_key(text key) -> maybe RefundKeyRow{OrderRefundId id, OrderId order_id, bytes fingerprint}
select id, order_id, fingerprint
from orders.refunds
where store_id = vitrine.current_store() and key = $1
