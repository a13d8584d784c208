-- expect_goods(CountId id, WarehouseId warehouse, VariantId[] variant) -> count
-- What is for sale there, and what is sold and has not left.
insert into stock.count_lines (store_id, count_id, variant, expected)
select vitrine.current_store(), $1, w.variant,
       coalesce((select s.on_hand from stock.shelves s where s.store_id = vitrine.current_store() and s.warehouse = $2 and s.variant = w.variant), 0)
       + coalesce((select sum(a.quantity - a.shipped) from stock.allocations a
                   where a.store_id = vitrine.current_store() and a.warehouse = $2 and a.variant = w.variant and a.shipped < a.quantity), 0)::bigint
from (select distinct u.variant from unnest($3) as u (variant)) w
