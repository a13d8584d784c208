-- stock_shelves() -> many Offence
-- What lies in a warehouse is the sum of what was moved into it and out of it.
select format('%s in %s', coalesce(s.variant, m.variant), coalesce(w.code, 'an unknown warehouse')) as subject,
       format('on the shelf %s, movements sum to %s', coalesce(s.on_hand, 0), coalesce(m.moved, 0)) as detail
from (select variant, warehouse, on_hand from stock.shelves where store_id = vitrine.current_store()) s
full join (select variant, warehouse, sum(change) as moved from stock.movements where store_id = vitrine.current_store() group by variant, warehouse) m using (variant, warehouse)
left join stock.warehouses w on w.store_id = vitrine.current_store() and w.id = coalesce(s.warehouse, m.warehouse)
where coalesce(s.on_hand, 0) <> coalesce(m.moved, 0)
