-- lock_levels_of_order(text order_ref) -> many VariantId
-- The levels of all that an order holds or waits for, before anybody touches its rows: who waits here reads them afterwards as they then stand.
select l.variant
from stock.levels l
where l.store_id = vitrine.current_store()
  and l.variant in (select r.variant from stock.reservations r where r.store_id = vitrine.current_store() and r.order_ref = $1 and r.state = 'active'
                    union
                    select p.variant from stock.promises p where p.store_id = vitrine.current_store() and p.order_ref = $1 and p.state = 'waiting')
order by l.variant
for no key update of l
