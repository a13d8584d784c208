-- variants_in_range(ProductId first, ProductId last) -> many VariantRow
select v.id, v.product_id as product, v.sku, v.barcode, v.options, v.attributes, v.weight_grams
from catalog.variants v
where v.store_id = vitrine.current_store() and v.status = 'active' and v.product_id between $1 and $2
order by v.product_id, v.position, v.id
