-- set_best(ItemId[] item, SupplierId?[] supplier, text?[] code, catalog::ProductId?[] product, catalog::VariantId?[] variant) -> count
update suppliers.items i
set best_supplier = b.supplier, best_code = b.code, product_id = coalesce(b.product, i.product_id), variant_id = coalesce(b.variant, i.variant_id), updated_at = now()
from unnest($1, $2, $3, $4, $5) as b (item, supplier, code, product, variant)
where i.store_id = vitrine.current_store() and i.id = b.item
