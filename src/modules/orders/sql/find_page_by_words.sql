-- find_page_by_words(State? state, PaymentState? payment_state, text? method, instant from_time, instant until_time, text? currency, i64? least, i64? most, text? email, text? number, instant before_time, OrderId before_id, i32 page, text word, text second, text? third, text? sku) -> many ListedOrder
-- As find_page, for orders that have these words. The first two are there for sure, so that the planner begins with the rarer of them.
select o.id, o.number, o.state, o.payment_state, o.email, o.shipping_address ->> 'name' as name, o.total, o.refunded, o.currency, o.payment_method, o.placed_at
from orders.orders o
where o.store_id = vitrine.current_store()
  and exists (select from orders.words w where w.store_id = vitrine.current_store() and w.word = $14 and w.order_id = o.id)
  and exists (select from orders.words w where w.store_id = vitrine.current_store() and w.word = $15 and w.order_id = o.id)
  and ($16 is null or exists (select from orders.words w where w.store_id = vitrine.current_store() and w.word = $16 and w.order_id = o.id))
  and ($17 is null or exists (select from orders.lines l where l.store_id = vitrine.current_store() and l.sku = $17 and l.order_id = o.id))
  and ($1 is null or o.state = $1) and ($2 is null or o.payment_state = $2) and ($3 is null or o.payment_method = $3) and o.placed_at >= $4 and o.placed_at < $5
  and ($6 is null or o.currency = $6) and ($7 is null or o.total >= $7) and ($8 is null or o.total <= $8) and ($9 is null or o.email_key = $9) and ($10 is null or o.number = $10)
  and (o.placed_at, o.id) < ($11, $12)
order by o.placed_at desc, o.id desc
limit $13::integer
