-- lock_levels_with(text order_ref, VariantId[] variant) -> many Level
-- The levels of these variants and of all that an order holds or waits for, in one go: a second lock later could meet somebody who goes the other way.
select l.variant, l.on_hand - l.reserved - l.promised - l.safety as available, l.promise_limit - l.promised as promisable, l.low_at
from stock.levels l
where l.store_id = vitrine.current_store()
  and l.variant in (select unnest($2)
                    union
                    select r.variant from stock.reservations r where r.store_id = vitrine.current_store() and r.order_ref = $1 and r.state = 'active'
                    union
                    select p.variant from stock.promises p where p.store_id = vitrine.current_store() and p.order_ref = $1 and p.state = 'waiting')
order by l.variant
for no key update of l
