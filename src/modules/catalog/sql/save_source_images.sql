-- save_source_images(ProductId[] product, i32[] position, VariantId?[] variant, text[] url, text[] alt) -> count
insert into catalog.source_images (store_id, product_id, position, variant_id, url, alt)
select vitrine.current_store(), g.product, g.position, g.variant, g.url, left(g.alt, 1000)
from unnest($1, $2, $3, $4, $5) as g (product, position, variant, url, alt)
