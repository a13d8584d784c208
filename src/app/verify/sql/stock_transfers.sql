-- stock_transfers() -> many Offence
-- What a transfer took out of the store's warehouses and has not brought back is on its way or written off.
with moved as (
    select reference, variant, sum(change) as change
    from stock.movements
    where store_id = vitrine.current_store() and reason in ('transfer_out', 'transfer_in', 'transfer_back')
    group by reference, variant
), due as (
    select vitrine.id_text('trf', t.id) as reference, l.variant,
           case when t.state in ('requested', 'cancelled') then 0 else l.received - l.quantity end as change
    from stock.transfers t
    join stock.transfer_lines l on l.store_id = t.store_id and l.transfer = t.id
    where t.store_id = vitrine.current_store()
)
select coalesce(moved.reference, due.reference) as subject,
       format('variant %s: movements sum to %s, the transfer says %s', coalesce(moved.variant, due.variant), coalesce(moved.change, 0), coalesce(due.change, 0)) as detail
from moved full join due using (reference, variant)
where coalesce(moved.change, 0) <> coalesce(due.change, 0)
