-- books() -> many BookLine
-- Every figure that money or goods have left in this store: two shops with the same figures have come to the same end.
select 'orders ' || o.state as name, count(*) as value
from orders.orders o
where o.store_id = vitrine.current_store()
group by o.state
union all
select 'payments ' || p.method || ' ' || case when p.state in ('created', 'pending') then 'open' else p.state end, count(*)
from payments.payments p
where p.store_id = vitrine.current_store()
group by 1
union all
select 'receipts ' || r.use || ' ' || r.currency, sum(r.amount)::bigint
from payments.receipts r
where r.store_id = vitrine.current_store()
group by 1
union all
select 'receipts ' || r.use || ' count', count(*)
from payments.receipts r
where r.store_id = vitrine.current_store()
group by 1
union all
select 'refunds ' || f.state || ' ' || f.currency, sum(f.amount)::bigint
from payments.refunds f
where f.store_id = vitrine.current_store() and f.state in ('succeeded', 'failed')
group by 1
union all
select 'ledger ' || l.account || ' ' || l.currency, sum(l.minor)::bigint
from ledger.lines l
where l.store_id = vitrine.current_store()
group by 1
union all
select 'reservations ' || s.state, sum(s.quantity)::bigint
from stock.reservations s
where s.store_id = vitrine.current_store()
group by 1
union all
select 'stock on hand', sum(v.on_hand)::bigint
from stock.levels v
where v.store_id = vitrine.current_store()
union all
select 'news ' || e.name, count(*)
from jobs.events e
where e.store_id = vitrine.current_store() and (e.name like 'payments.%' or e.name = 'orders.placed')
group by 1
union all
select 'jobs parked', count(*)
from jobs.jobs j
where j.store_id = vitrine.current_store() and j.state = 'parked'
