-- add_refund_items(OrderRefundId refund, RefundItemKind[] kind, i64[] position, i64[] quantity, i64[] gross, i64[] tax, i64[] discount, json[] taxes) -> count
insert into orders.refund_items (store_id, refund, kind, position, quantity, gross, tax, discount, taxes)
select vitrine.current_store(), $1, i.kind, i.position, i.quantity, i.gross, i.tax, i.discount, i.taxes
from unnest($2, $3, $4, $5, $6, $7, $8) as i (kind, position, quantity, gross, tax, discount, taxes)
