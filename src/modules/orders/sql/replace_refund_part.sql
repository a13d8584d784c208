-- replace_refund_part(OrderRefundId refund, i64 position) -> count
update orders.refund_parts
set replaced = true
where store_id = vitrine.current_store() and refund = $1 and position = $2 and not replaced
