-- list_owned(OrderId[] id) -> many OwnedRow{OrderId id, text number, State state, i64 total, text currency, i64 item_count, instant placed_at, text mailbox}
select o.id, o.number, o.state, o.total, o.currency,
       (select coalesce(sum(l.quantity), 0)::bigint from orders.lines l where l.store_id = o.store_id and l.order_id = o.id) as item_count, o.placed_at, lower(o.email collate "C") as mailbox
from orders.orders o
where o.store_id = vitrine.current_store() and o.id = any ($1)
