-- lock_order(OrderId id) -> maybe LockedOrder{State state, text email, Currency currency, i64 tax, i64 shipping_gross, i64 shipping_tax, i64 rounding, i64 total, i64 payable, PaymentId payment, instant expires_at, text? doubt, i64 edits}
select state, email, currency, tax, shipping_gross, shipping_tax, rounding, total, payable, payment, expires_at, doubt, edits
from orders.orders
where store_id = vitrine.current_store() and id = $1
for update
