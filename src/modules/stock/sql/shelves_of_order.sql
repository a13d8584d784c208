-- shelves_of_order(text order_ref) -> many ShelfRow
select s.variant, s.warehouse, s.on_hand
from stock.shelves s
where s.store_id = vitrine.current_store() and s.on_hand > 0
  and s.variant in (select r.variant from stock.reservations r where r.store_id = vitrine.current_store() and r.order_ref = $1 and r.state = 'active')
