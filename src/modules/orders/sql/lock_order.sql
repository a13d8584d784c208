-- lock_order(OrderId id) -> maybe LockedOrder{State state, Currency currency, i64 subtotal, i64 discount, i64 tax, i64 shipping, i64 total, PaymentId payment, instant expires_at}
select state, currency, subtotal, discount, tax, shipping, total, payment, expires_at
from orders.orders
where store_id = vitrine.current_store() and id = $1
for update
