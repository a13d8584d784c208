-- set_best(ItemId[] item, SupplierId?[] supplier, text?[] code, catalog::ProductId?[] product, catalog::VariantId?[] variant, i64[] quantity) -> count
update suppliers.items i
set best_supplier = b.supplier, best_code = b.code, product_id = coalesce(b.product, i.product_id), variant_id = coalesce(b.variant, i.variant_id), published_quantity = b.quantity, updated_at = now()
from unnest($1, $2, $3, $4, $5, $6) as b (item, supplier, code, product, variant, quantity)
where i.store_id = vitrine.current_store() and i.id = b.item
