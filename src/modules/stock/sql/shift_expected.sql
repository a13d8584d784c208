-- shift_expected(CountId id, WarehouseId warehouse, VariantId[] variant, i64[] posted) -> count
-- What one count has corrected, the others that are open expect no more. The levels are locked.
update stock.count_lines l
set expected = greatest(l.expected + p.posted, 0)
from unnest($3, $4) as p (variant, posted), stock.counts c
where l.store_id = vitrine.current_store() and c.store_id = l.store_id and c.id = l.count_id and c.state = 'open' and c.warehouse = $2 and c.id <> $1
  and l.variant = p.variant and p.posted <> 0
