-- ledger_orders() -> many Offence
-- Every order is in the books over its total, once, with what its edits changed; a cancelled one is taken back.
with booked as (
    select split_part(p.reference, ':', 1) as reference, case when p.kind in ('order.placed', 'order.edited') then 'order.placed' else 'order.cancelled' end as kind, sum(l.minor) as minor,
           min(l.currency) as currency
    from ledger.postings p
    join ledger.lines l on l.store_id = p.store_id and l.posting = p.id
    where p.store_id = vitrine.current_store() and p.kind in ('order.placed', 'order.cancelled', 'order.edited', 'order.edit_cancelled') and l.account = 'receivable'
    group by 1, 2
)
select o.number as subject,
       format('%s over %s %s, booked %s, taken back %s', o.state, o.total, o.currency, coalesce(placed.minor, 0), coalesce(-cancelled.minor, 0)) as detail
from orders.orders o
left join booked placed on placed.reference = vitrine.id_text('ord', o.id) and placed.kind = 'order.placed'
left join booked cancelled on cancelled.reference = vitrine.id_text('ord', o.id) and cancelled.kind = 'order.cancelled'
where o.store_id = vitrine.current_store()
  and (coalesce(placed.minor, 0) <> o.total or coalesce(placed.currency, o.currency) <> o.currency
       or coalesce(-cancelled.minor, 0) <> case o.state when 'cancelled' then o.total else 0 end)
