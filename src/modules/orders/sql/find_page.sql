-- find_page(State? state, PaymentState? payment_state, text? method, instant from_time, instant until_time, text? currency, i64? least, i64? most, text? email, text? number, instant before_time, OrderId before_id, i32 page) -> many ListedOrder
-- Planned for its values (plan_for_values), so that what is not asked for is not there and the rest goes by an index.
select id, number, state, payment_state, email, shipping_address ->> 'name' as name, total, refunded, currency, payment_method, placed_at
from orders.orders
where store_id = vitrine.current_store()
  and ($1 is null or state = $1) and ($2 is null or payment_state = $2) and ($3 is null or payment_method = $3) and placed_at >= $4 and placed_at < $5
  and ($6 is null or currency = $6) and ($7 is null or total >= $7) and ($8 is null or total <= $8) and ($9 is null or email_key = $9) and ($10 is null or number = $10)
  and (placed_at, id) < ($11, $12)
order by placed_at desc, id desc
limit $13::integer
