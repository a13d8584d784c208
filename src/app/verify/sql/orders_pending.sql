-- orders_pending() -> many Offence
-- An order that waits for its money has no payment that succeeded for it, unless the job that will say so is still in line.
select o.number as subject, format('waits for payment, but %s succeeded with %s %s', vitrine.id_text('pay', p.id), p.amount, p.currency) as detail
from orders.orders o
join payments.payments p on p.store_id = o.store_id and p.order_ref = vitrine.id_text('ord', o.id) and p.state in ('succeeded', 'refunded')
where o.store_id = vitrine.current_store() and o.state = 'pending_payment'
  and not exists (select from jobs.jobs j
                  where j.store_id = o.store_id and j.aggregate in (p.order_ref, vitrine.id_text('pay', p.id))
                    and j.kind in ('orders.pay', 'payments.give_back') and j.state <> 'parked')
  and not exists (select from payments.receipts r where r.store_id = p.store_id and r.payment = p.id and r.use = 'surplus')
