-- list_levels(VariantId after, bool only_low, i64 low_unless_said, WarehouseId? warehouse, i32 limit) -> many LevelRow
select l.variant, l.on_hand, l.reserved, l.promised, l.on_hand - l.reserved - l.promised - l.safety as available, l.safety, l.promise_limit, l.low_at
from stock.levels l
where l.store_id = vitrine.current_store() and l.variant > $1
  and (not $2 or l.on_hand - l.reserved - l.promised - l.safety <= coalesce(l.low_at, $3))
  and ($4::uuid is null or exists (select from stock.shelves s where s.store_id = l.store_id and s.variant = l.variant and s.warehouse = $4 and s.on_hand > 0))
order by l.variant
limit $5
