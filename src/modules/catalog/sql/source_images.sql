-- source_images(ProductId[] product) -> many SourceImage
select product_id as product, position, variant_id as variant, url, alt
from catalog.source_images
where store_id = vitrine.current_store() and product_id = any ($1)
order by product_id, position
