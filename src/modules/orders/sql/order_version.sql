-- order_version(OrderId id) -> one i64
-- Everything that is told of an order is only ever added to: their number rises with each change.
select (select count(*) from orders.timeline t where t.store_id = vitrine.current_store() and t.order_id = $1)
     + (select count(*) from orders.refunds r where r.store_id = vitrine.current_store() and r.order_id = $1)
     + (select count(*) from orders.edits e where e.store_id = vitrine.current_store() and e.order_id = $1)
     + (select count(*) from orders.happenings h where h.store_id = vitrine.current_store() and h.order_id = $1)
     + (select count(*) + count(p.ended_at) from orders.paid_edits p where p.store_id = vitrine.current_store() and p.order_id = $1)
