-- expect_everything(CountId id, WarehouseId warehouse) -> count
-- All that is for sale there, and all that is sold and has not left.
insert into stock.count_lines (store_id, count_id, variant, expected)
select vitrine.current_store(), $1, there.variant, sum(there.pieces)::bigint
from (select s.variant, s.on_hand as pieces from stock.shelves s where s.store_id = vitrine.current_store() and s.warehouse = $2 and s.on_hand > 0
      union all
      select a.variant, a.quantity - a.shipped from stock.allocations a where a.store_id = vitrine.current_store() and a.warehouse = $2 and a.shipped < a.quantity) as there
group by there.variant
