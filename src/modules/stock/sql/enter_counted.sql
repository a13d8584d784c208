-- enter_counted(CountId id, WarehouseId warehouse, VariantId[] variant, i64[] counted) -> count
-- What is expected beside a number is what should stand there when it is put in: what left before is neither counted nor missing. The levels are locked before.
insert into stock.count_lines as l (store_id, count_id, variant, expected, counted)
select vitrine.current_store(), $1, e.variant,
       coalesce((select s.on_hand from stock.shelves s where s.store_id = vitrine.current_store() and s.warehouse = $2 and s.variant = e.variant), 0)
       + coalesce((select sum(a.quantity - a.shipped) from stock.allocations a
                   where a.store_id = vitrine.current_store() and a.warehouse = $2 and a.variant = e.variant and a.shipped < a.quantity), 0)::bigint,
       max(e.counted)
from unnest($3, $4) as e (variant, counted)
group by e.variant
on conflict (store_id, count_id, variant) do update set counted = excluded.counted, expected = excluded.expected
