-- add_transfer_lines(TransferId transfer, VariantId[] variant, i64[] quantity) -> count
insert into stock.transfer_lines (store_id, transfer, variant, quantity)
select vitrine.current_store(), $1, l.variant, l.quantity
from unnest($2, $3) as l (variant, quantity)
