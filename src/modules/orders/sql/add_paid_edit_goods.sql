-- add_paid_edit_goods(PaidEditId edit, VariantId[] variant, i64[] quantity) -> count
insert into orders.paid_edit_goods (store_id, edit, variant, quantity)
select vitrine.current_store(), $1, g.variant, g.quantity
from unnest($2, $3) as g (variant, quantity)
