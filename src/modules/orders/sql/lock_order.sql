-- lock_order(OrderId id) -> maybe LockedOrder{State state, text email, Currency currency, i64 tax, i64 shipping_gross, i64 shipping_tax, i64 rounding, i64 total, i64 payable, PaymentId payment, instant expires_at, text? doubt, i64 edits, text country, text region, text postal_code}
select state, email, currency, tax, shipping_gross, shipping_tax, rounding, total, payable, payment, expires_at, doubt, edits,
       coalesce(shipping_address->>'country', '') as country, coalesce(shipping_address->>'state', '') as region, coalesce(shipping_address->>'postal_code', '') as postal_code
from orders.orders
where store_id = vitrine.current_store() and id = $1
for update
