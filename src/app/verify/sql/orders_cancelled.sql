-- orders_cancelled() -> many Offence
-- Money that came for a cancelled order goes back: as a refund, or as surplus that waits for one, or the job that turns it into surplus is in line.
select o.number as subject,
       format('cancelled, but %s %s of %s stay with the shop', r.amount - r.refunded, r.currency, vitrine.id_text('pay', r.payment)) as detail
from orders.orders o
join payments.receipts r on r.store_id = o.store_id and r.order_ref = vitrine.id_text('ord', o.id)
where o.store_id = vitrine.current_store() and o.state = 'cancelled' and r.use = 'order' and r.refunded < r.amount
  and not exists (select from jobs.jobs j
                  where j.store_id = o.store_id and j.aggregate in (r.order_ref, vitrine.id_text('pay', r.payment))
                    and j.kind in ('orders.pay', 'payments.give_back') and j.state <> 'parked')
