-- loose_ends() -> many LooseEnd
-- What still waits though everything has had its time: payments and orders without an end, refunds under way, messages nobody worked, jobs that gave up, money that belongs to nobody.
select 'payment open' as what, vitrine.id_text('pay', p.id) as subject, p.method || ' ' || p.state as detail
from payments.payments p
where p.store_id = vitrine.current_store() and p.state in ('created', 'pending', 'authorized') and not (p.method = 'cash_on_delivery' and p.state = 'authorized')
union all
select 'order unpaid', o.number, o.payment_method || ' ' || o.state
from orders.orders o
where o.store_id = vitrine.current_store() and o.state = 'pending_payment'
union all
select 'refund open', vitrine.id_text('ref', f.id), f.state
from payments.refunds f
where f.store_id = vitrine.current_store() and f.state in ('created', 'pending')
union all
select 'message unworked', w.gateway || ' ' || w.event, w.kind
from payments.webhook_inbox w
where w.store_id = vitrine.current_store() and w.state = 'received'
union all
select 'message quarantined', w.gateway || ' ' || w.event, w.kind || ': ' || coalesce(w.note, '')
from payments.webhook_inbox w
where w.store_id = vitrine.current_store() and w.state = 'quarantined'
union all
select 'job parked', j.kind || ' ' || j.aggregate, j.last_error
from jobs.jobs j
where j.store_id = vitrine.current_store() and j.state = 'parked'
union all
select 'surplus kept', vitrine.id_text('pay', r.payment), r.reference || ': ' || (r.amount - r.refunded)::text || ' of ' || r.amount::text
from payments.receipts r
where r.store_id = vitrine.current_store() and r.use = 'surplus' and r.refunded < r.amount
order by 1, 2
