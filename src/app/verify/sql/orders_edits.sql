-- orders_edits() -> many Offence
-- An edit of a paid order that asks for money is paid exactly when it was carried out; whatever else came for it goes back. While it waits, its payment does. A paid order comes to what its payments, those
-- of its edits, cards and credit paid, and to what was taken back to pay for other goods of it or was never taken.
with money as (
    select r.payment, sum(r.amount) filter (where r.use = 'order') as taken, sum(r.amount - r.refunded) filter (where r.use = 'order') as kept
    from payments.receipts r
    where r.store_id = vitrine.current_store()
    group by r.payment
), edited as (
    select e.store_id, e.id, e.order_id, e.state, e.difference, e.payment, p.state as payment_state, coalesce(m.taken, 0) as taken, coalesce(m.kept, 0) as kept,
           exists (select from jobs.jobs j
                   where j.store_id = e.store_id and j.aggregate in (vitrine.id_text('oedt', e.id), vitrine.id_text('pay', e.payment))
                     and j.kind in ('orders.pay', 'orders.await_capture', 'orders.cancel_unpaid', 'payments.give_back') and j.state <> 'parked') as has_job
    from orders.paid_edits e
    left join payments.payments p on p.store_id = e.store_id and p.id = e.payment
    left join money m on m.payment = e.payment
    where e.store_id = vitrine.current_store()
), parts as (
    select r.order_id, sum(p.amount) as minor
    from orders.refund_parts p
    join orders.refunds r on r.store_id = p.store_id and r.id = p.refund and r.withdrawn_at is null
    where p.store_id = vitrine.current_store() and p.kind in ('applied', 'release') and not p.replaced
    group by r.order_id
), spent as (
    select order_ref, -sum(amount) filter (where kind = 'spent') as minor from tenders.movements where store_id = vitrine.current_store() and order_ref is not null group by order_ref
), further as (
    select order_id, sum(taken) as minor from edited where state = 'done' group by order_id
)
select vitrine.id_text('oedt', e.id) as subject, format('%s over %s, its payment is %s with %s taken and %s kept', e.state, e.difference, coalesce(e.payment_state, 'none'), e.taken, e.kept) as detail
from edited e
join orders.orders o on o.store_id = e.store_id and o.id = e.order_id
where not e.has_job
  and ((e.state = 'done' and e.difference > 0 and e.taken <> e.difference and o.state <> 'cancelled')
       or (e.state <> 'done' and e.kept > 0)
       or (e.state = 'open' and e.payment_state not in ('created', 'pending', 'authorized')))
union all
select o.number, format('%s over %s, paid %s and %s for edits, by cards %s, applied or let go %s', o.state, o.total, coalesce(m.taken, 0), coalesce(f.minor, 0), coalesce(s.minor, 0), coalesce(p.minor, 0))
from orders.orders o
left join money m on m.payment = o.payment
left join further f on f.order_id = o.id
left join spent s on s.order_ref = vitrine.id_text('ord', o.id)
left join parts p on p.order_id = o.id
where o.store_id = vitrine.current_store() and o.state not in ('pending_payment', 'on_hold', 'cancelled')
  and exists (select from edited e where e.order_id = o.id and e.state = 'done')
  and not exists (select from payments.payments d
                  where d.store_id = o.store_id and d.id = o.payment and d.state = 'authorized' and (d.method = 'cash_on_delivery' or d.capture_by is not null))
  and coalesce(m.taken, 0) + coalesce(f.minor, 0) + coalesce(s.minor, 0) + coalesce(p.minor, 0) <> o.total
