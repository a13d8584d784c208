-- find_page(State? state, instant before_time, OrderId before_id, i32 page) -> many ListedOrder
select id, number, state, email, total, currency, payment_method, placed_at
from orders.orders
where store_id = vitrine.current_store() and ($1 is null or state = $1) and (placed_at, id) < ($2, $3)
order by placed_at desc, id desc
limit $4::integer
