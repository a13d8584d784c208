-- add_refund(OrderRefundId id, OrderId order_id, i64 amount, i64 rounding, i64 allowance, i64 withheld, text currency, RefundTo destination, text reason, text key, bytes fingerprint, instant now) -> count
with counted as (
    update orders.orders
    set refunded = refunded + $3
    where store_id = vitrine.current_store() and id = $2
    returning id
)
insert into orders.refunds (store_id, id, order_id, amount, rounding, allowance, withheld, currency, destination, reason, key, fingerprint, created_at)
select vitrine.current_store(), $1, counted.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 from counted
