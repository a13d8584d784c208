-- save_transfer_lines(TransferId transfer, VariantId[] variant, i64[] received, i64[] missing) -> count
update stock.transfer_lines t
set received = l.received, missing = l.missing
from unnest($2, $3, $4) as l (variant, received, missing)
where t.store_id = vitrine.current_store() and t.transfer = $1 and t.variant = l.variant
