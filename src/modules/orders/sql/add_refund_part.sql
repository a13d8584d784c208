-- add_refund_part(OrderRefundId refund, i64 position, RefundWay kind, i64 amount, payments::RefundId? payment_refund) -> count
insert into orders.refund_parts (store_id, refund, position, kind, amount, payment_refund)
values (vitrine.current_store(), $1, $2, $3, $4, $5)
