-- lock_variant(VariantId variant) -> maybe VariantState
select v.id, v.product_id as product, v.sku, v.status, v.version
from catalog.variants v
where v.store_id = vitrine.current_store() and v.id = $1
for update
