-- ledger_refunded() -> many Offence
-- An order that was given back in full has left nothing in the accounts of what was sold.
with owner as (
    select o.id, o.number, vitrine.id_text('ord', o.id) as reference
    from orders.orders o
    where o.store_id = vitrine.current_store() and o.refunded = o.total and o.refunded > 0
    union all
    select o.id, o.number, vitrine.id_text('oref', r.id)
    from orders.refunds r
    join orders.orders o on o.store_id = r.store_id and o.id = r.order_id and o.refunded = o.total
    where r.store_id = vitrine.current_store()
)
select owner.number as subject, format('given back in full, but %s stays in %s', sum(l.minor), l.account) as detail
from owner
join ledger.postings p on p.store_id = vitrine.current_store() and split_part(p.reference, ':', 1) = owner.reference and p.kind in ('order.placed', 'order.edited', 'order.refunded', 'order.refund_withdrawn')
join ledger.lines l on l.store_id = vitrine.current_store() and l.posting = p.id and l.account in ('sales', 'shipping', 'surcharges', 'discounts', 'tax', 'rounding', 'allowances')
group by owner.id, owner.number, l.account
having sum(l.minor) <> 0
