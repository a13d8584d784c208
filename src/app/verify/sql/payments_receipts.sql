-- payments_receipts() -> many Offence
-- A payment that succeeded has its money, one that did not has none that pays an order, and what refunds took is what the receipt says.
select vitrine.id_text('pay', p.id) as subject,
       format('%s over %s %s, but %s arrived, %s of it for its order', p.state, p.amount, p.currency, coalesce(sum(r.amount), 0),
              coalesce(sum(r.amount) filter (where r.use = 'order'), 0)) as detail
from payments.payments p
left join payments.receipts r on r.store_id = p.store_id and r.payment = p.id
where p.store_id = vitrine.current_store()
group by p.id, p.state, p.amount, p.released, p.currency
having case when p.state in ('succeeded', 'refunded') then coalesce(sum(r.amount), 0) < p.amount - p.released or coalesce(sum(r.amount) filter (where r.use = 'order'), p.amount - p.released) <> p.amount - p.released
            else coalesce(sum(r.amount) filter (where r.use = 'order'), 0) <> 0 end
union all
select vitrine.id_text('pay', r.payment), format('the receipt says %s were given back, its refunds say %s', r.refunded, coalesce(sum(f.amount), 0))
from payments.receipts r
left join payments.refunds f on f.store_id = r.store_id and f.payment = r.payment and f.reference = r.reference and f.state <> 'failed'
where r.store_id = vitrine.current_store()
group by r.payment, r.reference, r.refunded
having r.refunded <> coalesce(sum(f.amount), 0)
