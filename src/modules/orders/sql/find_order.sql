-- find_order(OrderId id) -> maybe OrderRow{OrderId id, text number, State state, text email, json shipping_address, json? billing_address, Currency currency, i64 subtotal, i64 discount, i64 tax, i64 tax_included, i64 shipping, i64 shipping_discount, i64 shipping_gross, i64 rounding, i64 total, i64 payable, json? breakdown, text shipping_name, text payment_method, PaymentId payment, instant placed_at, instant expires_at}
select id, number, state, email, shipping_address, billing_address, currency, subtotal, discount, tax, tax_included, shipping, shipping_discount, shipping_gross, rounding, total, payable, breakdown, shipping_name, payment_method, payment,
       placed_at, expires_at
from orders.orders
where store_id = vitrine.current_store() and id = $1
