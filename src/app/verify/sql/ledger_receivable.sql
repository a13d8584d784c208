-- ledger_receivable() -> many Offence
-- What the buyer of a paid order still owes is nothing; one who pays at the door, or whose authorised money waits to be captured, owes until then. Lines of an order stand under its own id and under those
-- of its payments, those of its edits too, and refunds.
with owner as (
    select vitrine.id_text('ord', id) as reference, id as order_id from orders.orders where store_id = vitrine.current_store()
    union all
    select vitrine.id_text('pay', p.id), o.id
    from payments.payments p
    join orders.orders o on o.store_id = p.store_id and vitrine.id_text('ord', o.id) = p.order_ref
    where p.store_id = vitrine.current_store()
    union all
    select vitrine.id_text('pay', e.payment), e.order_id from orders.paid_edits e where e.store_id = vitrine.current_store() and e.payment is not null
    union all
    select vitrine.id_text('oref', r.id), r.order_id from orders.refunds r where r.store_id = vitrine.current_store()
), owed as (
    select owner.order_id, sum(l.minor) as minor
    from ledger.postings p
    join ledger.lines l on l.store_id = p.store_id and l.posting = p.id and l.account = 'receivable'
    join owner on owner.reference = split_part(p.reference, ':', 1)
    where p.store_id = vitrine.current_store()
    group by owner.order_id
)
select o.number as subject, format('%s, but the books say %s %s are owed', o.state, coalesce(owed.minor, 0), o.currency) as detail
from orders.orders o
left join owed on owed.order_id = o.id
where o.store_id = vitrine.current_store() and o.state not in ('pending_payment', 'on_hold', 'cancelled') and coalesce(owed.minor, 0) <> 0
  and not exists (select from orders.paid_edits e   -- the money of an edit is there, and the job that carries it out or gives it back is in line
                  join jobs.jobs j on j.store_id = e.store_id and j.aggregate in (vitrine.id_text('oedt', e.id), vitrine.id_text('pay', e.payment)) and j.kind in ('orders.pay', 'payments.give_back') and j.state <> 'parked'
                  where e.store_id = o.store_id and e.order_id = o.id)
  and not exists (select from payments.payments d
                  where d.store_id = o.store_id and d.id = o.payment and d.state = 'authorized' and (d.method = 'cash_on_delivery' or d.capture_by is not null))
