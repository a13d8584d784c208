-- list_own(text mailbox, instant before, OrderId before_id, i32 page) -> many OwnRow{OrderId id, text number, State state, i64 total, text currency, i64 item_count, instant placed_at}
select o.id, o.number, o.state, o.total, o.currency,
       (select coalesce(sum(l.quantity), 0)::bigint from orders.lines l where l.store_id = o.store_id and l.order_id = o.id) as item_count, o.placed_at
from orders.orders o
where o.store_id = vitrine.current_store() and lower(o.email collate "C") = $1 and (o.placed_at, o.id) < ($2, $3)
order by o.placed_at desc, o.id desc
limit $4::integer
