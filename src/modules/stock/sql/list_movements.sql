-- list_movements(VariantId? variant, WarehouseId? warehouse, text? reference, i64 before, i32 limit) -> many MovementRow
select id, variant, warehouse, change, reason, reference, note, actor, moved_at
from stock.movements
where store_id = vitrine.current_store() and id < $4
  and ($1::uuid is null or variant = $1) and ($2::uuid is null or warehouse = $2) and ($3::text is null or reference = $3)
order by id desc
limit $5
