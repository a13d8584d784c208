-- full_variants(ProductId product) -> many FullVariant
select id, sku, barcode, status, position, options, attributes, weight_grams, length_mm, width_mm, height_mm, version
from catalog.variants
where store_id = vitrine.current_store() and product_id = $1
order by position, id
