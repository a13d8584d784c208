-- orders_paid() -> many Offence
-- An order that was paid has exactly one payment that succeeded for it, over what was payable. Surplus of further payments does not count, nor do orders
-- that will be paid at the door or whose authorised money waits to be captured.
with paying as (
    select p.order_ref, p.id, p.amount, p.currency
    from payments.payments p
    where p.store_id = vitrine.current_store() and p.state in ('succeeded', 'refunded')
      and (p.amount = 0 or exists (select from payments.receipts r where r.store_id = p.store_id and r.payment = p.id and r.use = 'order'))
)
select o.number as subject,
       format('%s, payable %s %s, but paid by %s payments: %s', o.state, o.payable, o.currency, count(p.id), coalesce(string_agg(p.amount || ' ' || p.currency, ', '), 'none')) as detail
from orders.orders o
left join paying p on p.order_ref = vitrine.id_text('ord', o.id)
where o.store_id = vitrine.current_store() and o.state not in ('pending_payment', 'on_hold', 'cancelled')
  and not exists (select from payments.payments d
                  where d.store_id = o.store_id and d.id = o.payment and d.state = 'authorized' and (d.method = 'cash_on_delivery' or d.capture_by is not null))
group by o.id, o.number, o.state, o.payable, o.currency
having count(p.id) <> 1 or min(p.amount) <> o.payable or min(p.currency) <> o.currency
